import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Priority, ServiceRequest, Status } from "./request";

const status_tone: Record<Status, string> = {
    pending: "received",
    in_progress: "working",
    resolved: "done",
    cancelled: "off",
};

/// The colour is never alone: the word says it too.
export function StatusBadge({ status }: { status: Status }) {
    const { t } = useTranslation();
    return (
        <Badge className={`tone tone-${status_tone[status]}`} variant="default" tt="none">
            {t(`status.${status}`)}
        </Badge>
    );
}

export function PriorityBadge({ priority }: { priority: Priority }) {
    const { t } = useTranslation();
    if (priority === "low" || priority === "medium") return null;
    return (
        <Badge className={`tone tone-${priority}`} variant="default" tt="none">
            {t(`priority.${priority}`)}
        </Badge>
    );
}

/// What the customer may expect next.
export function useNextStep(): (request: ServiceRequest) => string {
    const { t } = useTranslation();
    return ({ status, assigned_to_name: name }) => {
        if (status === "pending") {
            return name === "" ? t("next_step.pending") : t("next_step.pending_assigned", { name });
        }
        if (status === "in_progress") {
            return name === ""
                ? t("next_step.in_progress_nobody")
                : t("next_step.in_progress", { name });
        }
        return t(`next_step.${status}`);
    };
}
