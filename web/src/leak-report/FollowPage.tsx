import { Container, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api, type Schemas, take } from "../api/client";
import { isStatus } from "../api/problem";
import { useMoment } from "../language/moment";
import { refresh_ms } from "../service-request/request";
import { StatusBadge } from "../service-request/words";
import { Icon } from "../ui/Icon";
import { PageTitle } from "../ui/PageTitle";
import { Empty, Failure, Loading } from "../ui/states";

type Report = Schemas["FollowedLeakReport"];

function EventItem({ event }: { event: Report["events"][number] }) {
    const { t } = useTranslation(["leak", "portal"]);
    const moment = useMoment();
    const text =
        event.status === null
            ? t(`event.${event.kind}`)
            : t(`portal:status.${event.status}` as "portal:status.pending");
    return (
        <li className="timeline-event">
            <span className="timeline-mark">
                <Icon name="check" size={16} />
            </span>
            <div>
                <Text size="sm" fw={600}>
                    {text}
                </Text>
                {event.note !== "" && <p className="said">{event.note}</p>}
                <Text size="xs" c="dimmed">
                    {moment.full(event.created_at)}
                </Text>
            </div>
        </li>
    );
}

function Followed({ report }: { report: Report }) {
    const { t } = useTranslation("leak");
    const moment = useMoment();
    return (
        <>
            <div className="next-step">
                <div>
                    <StatusBadge status={report.status} />
                </div>
                <Text fw={600}>{t(`next.${report.status}`)}</Text>
            </div>
            <Paper withBorder p="lg" component="section" aria-label={t("timeline")}>
                <Title order={2} mb="sm">
                    {t("timeline")}
                </Title>
                <ol className="timeline" aria-live="polite" aria-relevant="additions">
                    {report.events.map((event, position) => (
                        <EventItem key={position} event={event} />
                    ))}
                </ol>
            </Paper>
            <Text size="sm" c="dimmed">
                {t("expires", { when: moment.date(report.expires_at) })}
            </Text>
        </>
    );
}

/// How a leak goes on that was reported without an account, for whoever has the link.
export function FollowPage() {
    const { t } = useTranslation("leak");
    const token = useLocation({ select: ({ hash }) => hash });
    const report = useQuery({
        queryKey: ["leak-report", token],
        enabled: token !== "",
        refetchInterval: refresh_ms,
        queryFn: () =>
            take(api.GET("/api/v1/leak-reports/{token}/", { params: { path: { token } } })),
    });
    const isGone = token === "" || isStatus(report.error, 404);
    return (
        <Container size="sm">
            <Stack>
                <PageTitle>
                    {report.data ? t("title_number", { number: report.data.number }) : t("title")}
                </PageTitle>
                {isGone && (
                    <Empty title={t("gone_title")}>
                        <Text>{t("gone")}</Text>
                    </Empty>
                )}
                {!isGone && report.isPending && <Loading />}
                {!isGone && report.isError && (
                    <Failure error={report.error} retry={() => void report.refetch()} />
                )}
                {report.data && <Followed report={report.data} />}
            </Stack>
        </Container>
    );
}
