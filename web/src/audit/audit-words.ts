import { useTranslation } from "react-i18next";

import type { Schemas } from "../api/client";
import { useRepresentatives } from "../representative/representatives";

type Line = Schemas["AuditLine"];

/// The words of a line of the audit log. What has no word of its own is shown as the log has it.
export function useAuditWords() {
    const { t } = useTranslation(["system", "portal"]);
    const colleagues = useRepresentatives();
    const word = (key: string, defaultValue: string) => t(key as "audit.title", { defaultValue });
    const deedOf = ({ kind }: Line) => word(`deed.${kind}`, kind);
    const valueOf = ({ kind, object_kind }: Line, value: string): string => {
        if (kind === "assigned") {
            return colleagues.find(({ id }) => String(id) === value)?.name ?? value;
        }
        if (object_kind !== "service_request") return value;
        if (kind === "status_changed") return word(`portal:status.${value}`, value);
        return kind === "priority_changed" ? word(`portal:priority.${value}`, value) : value;
    };
    /// Its note is what stood in the field that it names.
    const isFieldEdit = ({ kind, object_kind, to_value }: Line) =>
        kind === "edited" && object_kind === "service_request" && to_value !== "";
    return {
        whatOf: (line: Line): string => {
            if (isFieldEdit(line)) {
                return word(`portal:event.edited_${line.to_value}`, `${deedOf(line)}: ${line.to_value}`);
            }
            const change = [line.from_value, line.to_value]
                .filter((value) => value !== "")
                .map((value) => valueOf(line, value))
                .join(" → ");
            return change === "" ? deedOf(line) : `${deedOf(line)}: ${change}`;
        },
        noteOf: (line: Line): string =>
            isFieldEdit(line) && line.note !== ""
                ? t("portal:event.before", { words: line.note })
                : line.note,
    };
}
