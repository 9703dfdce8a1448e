import { useTranslation } from "react-i18next";

import type { Schemas } from "../api/client";
import { dateOf } from "../language/moment";
import { durationText } from "./duration";

type Day = Schemas["Dashboard"]["first_response_by_day"][number];

const height = 120;
const step = 20;

interface PlotProps {
    days: Day[];
    label: string;
    /// What its upper edge stands for.
    most: number;
}

function Plot({ days, label, most }: PlotProps) {
    const up = (seconds: number) => (height * seconds) / most;
    return (
        <svg
            className="plot"
            role="img"
            aria-label={label}
            viewBox={`0 0 ${Math.max(1, days.length) * step} ${height}`}
            preserveAspectRatio="none"
        >
            {days.map((day, at) => (
                <g key={day.day}>
                    <rect
                        className="plot-p90"
                        x={at * step + 3}
                        width={step - 6}
                        y={height - up(day.p90_s)}
                        height={up(day.p90_s)}
                    />
                    <rect
                        className="plot-median"
                        x={at * step + 3}
                        width={step - 6}
                        y={height - up(day.median_s)}
                        height={up(day.median_s)}
                    />
                </g>
            ))}
        </svg>
    );
}

/// A plot of each day's median and 90th percentile, and the table that it is drawn from.
export function TimesByDay({ days, label }: { days: Day[]; label: string }) {
    const { t, i18n } = useTranslation("dashboard");
    const seconds = (value: number) => durationText(value, i18n.language);
    const most = Math.max(1, ...days.map((day) => day.p90_s));
    return (
        <>
            {days.length > 0 && <p className="plot-top">{seconds(most)}</p>}
            <Plot days={days} label={label} most={most} />
            <p className="legend">
                <span className="legend-median" aria-hidden="true" /> {t("median")}{" "}
                <span className="legend-p90" aria-hidden="true" /> {t("p90")}
            </p>
            <details>
                <summary>{t("as_table")}</summary>
                <div className="scroll" role="group" aria-label={label} tabIndex={0}>
                    <table className="table">
                        <caption className="hidden">{label}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t("day")}</th>
                                <th scope="col">{t("measured")}</th>
                                <th scope="col">{t("median")}</th>
                                <th scope="col">{t("p90")}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {days.map((day) => (
                                <tr key={day.day}>
                                    <th scope="row">{dateOf(day.day, i18n.language)}</th>
                                    <td>{day.n}</td>
                                    <td>{seconds(day.median_s)}</td>
                                    <td>{seconds(day.p90_s)}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            </details>
        </>
    );
}
