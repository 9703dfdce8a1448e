import { NativeSelect, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Status } from "../service-request/request";
import { useKeptText } from "../ui/kept-text";

/// Where requests are to go and what is said of it; the words are kept under `name` until they are
/// sent. Who resolves has to say what was done.
export function useStatusFields(name: string, initial: Status) {
    const [wanted, setWanted] = useState(initial);
    const [notes, setNotes] = useKeptText(name);
    const [isMissing, setMissing] = useState(false);
    return {
        wanted,
        setWanted,
        notes,
        setNotes: (text: string) => {
            setMissing(false);
            setNotes(text);
        },
        isMissing,
        /// The words to send; null when they are missing, and the field says so.
        check: (): string | null => {
            const text = notes.trim();
            if (wanted !== "resolved" || text !== "") return text;
            setMissing(true);
            return null;
        },
    };
}

interface Props {
    fields: ReturnType<typeof useStatusFields>;
    choices: readonly Status[];
}

export function StatusFields({ fields, choices }: Props) {
    const { t } = useTranslation(["desk", "portal"]);
    const isResolving = fields.wanted === "resolved";
    return (
        <>
            <NativeSelect
                autoFocus
                label={t("status.to")}
                value={fields.wanted}
                onChange={(event) => fields.setWanted(event.currentTarget.value as Status)}
                data={choices.map((value) => ({ value, label: t(`portal:status.${value}`) }))}
            />
            <Textarea
                label={t(isResolving ? "status.resolution" : "status.notes")}
                description={t("status.seen")}
                rows={3}
                value={fields.notes}
                error={fields.isMissing && isResolving ? t("status.resolution_missing") : undefined}
                onChange={(event) => fields.setNotes(event.currentTarget.value)}
            />
        </>
    );
}
