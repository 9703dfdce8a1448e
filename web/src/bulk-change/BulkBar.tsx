import { Alert, Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useKeys } from "../desk/keys";
import { useAccount } from "../session/session";
import { FormFailure } from "../ui/states";
import { type Report, useBulkChange, type Wish } from "./bulk-change";
import { BulkAssign, BulkStatus } from "./BulkForms";
import type { Selection } from "./selection";

const codes_told = ["precondition_failed", "conflict", "not_found", "forbidden", "invalid_input"] as const;

function LeftAlone({ left }: Pick<Report, "left">) {
    const { t } = useTranslation("desk");
    if (left.length === 0) return null;
    return (
        <details className="bulk-left" open>
            <summary>{t("bulk.left", { count: left.length })}</summary>
            <ul className="plain">
                {left.map(({ request, code }) => (
                    <li key={request.id}>
                        <Link to="/desk" search={(before) => ({ ...before, id: request.id })}>
                            {request.number}
                        </Link>{" "}
                        {t(`bulk.why.${codes_told.find((told) => told === code) ?? "unreachable"}`)}
                    </li>
                ))}
            </ul>
        </details>
    );
}

function useDone(): (report: Report) => string {
    const { t } = useTranslation(["desk", "portal"]);
    return ({ wish, isUndo, changed }) => {
        const count = changed.length;
        if (isUndo) return t("bulk.undone", { count });
        if (wish.kind === "status") {
            return t("bulk.moved", { count, status: t(`portal:status.${wish.to}`) });
        }
        return wish.to === null ? t("bulk.returned", { count }) : t("bulk.assigned", { count, name: wish.name });
    };
}

interface DoneProps {
    change: ReturnType<typeof useBulkChange>;
    report: Report;
}

function Done({ change, report }: DoneProps) {
    const { t } = useTranslation(["desk", "portal"]);
    const done = useDone();
    return (
        <Alert color={report.left.length === 0 ? "green" : "yellow"} className="bulk-done">
            <Text size="sm">{done(report)}</Text>
            <LeftAlone left={report.left} />
            <FormFailure error={change.undoError} />
            <Group gap="xs" mt="xs">
                {!report.isUndo && report.changed.length > 0 && (
                    <Button size="xs" variant="default" loading={change.isUndoing} onClick={change.undo}>
                        {t("bulk.undo")}
                    </Button>
                )}
                <Button size="xs" variant="subtle" onClick={change.forget}>
                    {t("portal:state.close")}
                </Button>
            </Group>
        </Alert>
    );
}

interface Props {
    selection: Selection;
    keysOn: boolean;
}

/// What can be done with all that is chosen, and what became of it.
export function BulkBar({ selection, keysOn }: Props) {
    const { t } = useTranslation("desk");
    const account = useAccount();
    const change = useBulkChange();
    const [asks, setAsks] = useState<Wish["kind"] | null>(null);
    const bar = useRef<HTMLDivElement>(null);
    const count = selection.rows.length;
    const { report } = change;
    useKeys({ ...(count > 0 && { Escape: selection.clear }), ...(report && { u: change.undo }) }, keysOn);
    useEffect(() => {
        if (report !== null) bar.current?.focus();
    }, [report]);
    const close = () => {
        setAsks(null);
        change.apply.reset();
    };
    const apply = (wish: Wish, onDone?: () => void) =>
        change.apply.mutate(
            { rows: selection.rows, wish },
            {
                onSuccess: () => {
                    onDone?.();
                    close();
                    selection.clear();
                },
            },
        );
    const form = { count, apply, close, sending: change.apply };
    return (
        <>
            <div ref={bar} className="bulk" role="status" tabIndex={-1}>
                {count > 0 && (
                    <div className="bulk-bar">
                        <Text fw={600}>{t("bulk.count", { count })}</Text>
                        <Group gap="xs">
                            {account?.role !== "technician" && (
                                <Button id="bulk-assign" size="xs" onClick={() => setAsks("assign")}>
                                    {t("bulk.assign")}
                                </Button>
                            )}
                            <Button id="bulk-status" size="xs" onClick={() => setAsks("status")}>
                                {t("status.change")}
                            </Button>
                            <Button size="xs" variant="default" onClick={selection.clear}>
                                {t("bulk.none")}
                            </Button>
                        </Group>
                    </div>
                )}
                {report !== null && <Done change={change} report={report} />}
            </div>
            {asks === "assign" && <BulkAssign {...form} />}
            {asks === "status" && <BulkStatus {...form} />}
        </>
    );
}
