import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { TicketStatus } from "./ticket";

const tones: Record<TicketStatus, string> = {
    open: "received",
    in_progress: "working",
    resolved: "done",
    closed: "off",
};

export function TicketBadge({ status }: { status: TicketStatus }) {
    const { t } = useTranslation("ticket");
    return (
        <Badge className={`tone tone-${tones[status]}`} variant="default" tt="none">
            {t(`status.${status}`)}
        </Badge>
    );
}
