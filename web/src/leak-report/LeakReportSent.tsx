import { Alert, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Schemas } from "../api/client";

/// The number to quote and the link to follow. The token is behind the #, which no server is sent.
export function LeakReportSent({ receipt }: { receipt: Schemas["LeakReportReceipt"] }) {
    const { t } = useTranslation("leak");
    const path = `/follow#${receipt.token}`;
    return (
        <Alert color="green" title={t("sent.title")} role="status">
            <Stack gap="xs">
                <Text>{t("sent.number")}</Text>
                <output className="report-number">{receipt.number}</output>
                <Text>{t("sent.follow")}</Text>
                <Link to="/follow" hash={receipt.token} className="invitation-link">
                    {window.location.origin + path}
                </Link>
                <Text fw={600}>{t("sent.stay")}</Text>
            </Stack>
        </Alert>
    );
}
