import { useTranslation } from "react-i18next";

import type { Schemas } from "../api/client";
import { useRepresentatives } from "../representative/representatives";

type Line = Schemas["AuditLine"];

/// The words of a line of the audit log. What has no word of its own is shown as the log has it.
export function useAuditWords() {
    const { t } = useTranslation(["system", "portal"]);
    const colleagues = useRepresentatives();
    const word = (key: string, defaultValue: string) => t(key as "audit.title", { defaultValue });
    return {
        deedOf: ({ kind }: Line) => word(`deed.${kind}`, kind),
        valueOf: ({ kind, object_kind }: Line, value: string): string => {
            if (kind === "assigned") {
                return colleagues.find(({ id }) => String(id) === value)?.name ?? value;
            }
            if (object_kind !== "service_request") return value;
            if (kind === "status_changed") return word(`portal:status.${value}`, value);
            return kind === "priority_changed" ? word(`portal:priority.${value}`, value) : value;
        },
    };
}
