import type { ReactNode } from "react";

interface Row {
    key: string;
    name: ReactNode;
    n: number;
}

interface Props {
    caption: string;
    columns: [string, string];
    rows: Row[];
}

/// Numbers with a bar beside each: the plot is the table, so that everybody reads the same.
export function BarTable({ caption, columns, rows }: Props) {
    const most = Math.max(1, ...rows.map((row) => row.n));
    return (
        <table className="table bars">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{columns[0]}</th>
                    <th scope="col">{columns[1]}</th>
                </tr>
            </thead>
            <tbody>
                {rows.map((row) => (
                    <tr key={row.key}>
                        <th scope="row">{row.name}</th>
                        <td>
                            <span className="bar-cell">
                                <span className="bar-line">
                                    <span className="bar" style={{ width: `${(100 * row.n) / most}%` }} />
                                </span>
                                <span className="bar-number">{row.n}</span>
                            </span>
                        </td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}
