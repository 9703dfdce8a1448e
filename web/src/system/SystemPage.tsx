import { Alert, Badge, Button, Container, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, type Schemas, take } from "../api/client";
import { queryClient } from "../api/query";
import { useMoment } from "../language/moment";
import { sizeText } from "../service-request/FilePicker";
import { ButtonLink } from "../ui/ButtonLink";
import { PageTitle } from "../ui/PageTitle";
import { Failure, FormFailure, Loading } from "../ui/states";

type System = Schemas["System"];

const refresh_ms = 5_000;

const systemQuery = {
    queryKey: ["system"],
    refetchInterval: refresh_ms,
    queryFn: () => take(api.GET("/api/v1/system/")),
};

function Health({ system }: { system: System }) {
    const { t } = useTranslation("system");
    const moment = useMoment();
    const figures: [string, string | number][] = [
        [t("figure.version"), `${system.version} (${system.profile})`],
        [t("figure.started"), moment.full(system.started_at)],
        [t("figure.schema"), system.schema_version],
        [t("figure.database"), sizeText(system.database_bytes + system.wal_bytes)],
        [t("figure.queue"), system.write_queue_depth],
        [t("figure.writes"), system.writes],
        [t("figure.failed"), system.writes_failed + system.writes_refused],
        [t("figure.pool"), `${system.pool_busy} / ${system.pool_queued}`],
        [t("figure.dead_jobs"), system.dead_jobs],
        [t("figure.log_lines"), system.log_lines_dropped],
    ];
    return (
        <Paper withBorder p="lg" component="section" aria-label={t("health")}>
            <Group mb="sm">
                <Title order={2}>{t("health")}</Title>
                <Badge
                    className={`tone ${system.is_healthy ? "tone-done" : "tone-urgent"}`}
                    variant="default"
                    tt="none"
                >
                    {t(system.is_healthy ? "healthy" : "unhealthy")}
                </Badge>
            </Group>
            <dl className="facts">
                {figures.map(([name, value]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
            </dl>
        </Paper>
    );
}

function Backups({ backups }: { backups: System["backups"] }) {
    const { t } = useTranslation("system");
    const backup = useMutation({
        mutationFn: () => take(api.POST("/api/v1/system/backup/")),
        onSuccess: () => queryClient.invalidateQueries({ queryKey: systemQuery.queryKey }),
    });
    return (
        <Paper withBorder p="lg" component="section" aria-label={t("backup.title")}>
            <Title order={2} mb="sm">
                {t("backup.title")}
            </Title>
            <Stack gap="sm" align="flex-start">
                {backups.length === 0 && <Text c="dimmed">{t("backup.none")}</Text>}
                <ul className="plain">
                    {backups.map((file) => (
                        <li key={file.name}>
                            <code>{file.name}</code> ({sizeText(file.size_bytes)})
                        </li>
                    ))}
                </ul>
                <FormFailure error={backup.error} />
                {backup.isSuccess && (
                    <Alert color="green" role="status">
                        {t("backup.queued")}
                    </Alert>
                )}
                <Button loading={backup.isPending} onClick={() => backup.mutate()}>
                    {t("backup.now")}
                </Button>
            </Stack>
        </Paper>
    );
}

function Settings({ settings }: { settings: System["settings"] }) {
    const { t } = useTranslation("system");
    return (
        <section aria-label={t("setting.title")}>
            <Title order={2} mb="xs">
                {t("setting.title")}
            </Title>
            <Text size="sm" c="dimmed" mb="sm">
                {t("setting.hint")}
            </Text>
            <table className="table table-cards">
                <caption className="hidden">{t("setting.title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("setting.name")}</th>
                        <th scope="col">{t("setting.value")}</th>
                        <th scope="col">{t("setting.source")}</th>
                    </tr>
                </thead>
                <tbody>
                    {settings.map((setting) => (
                        <tr key={setting.name}>
                            <th scope="row">
                                <code>{setting.name}</code>
                                <Text size="sm" c="dimmed" lang="en">
                                    {setting.doc}
                                </Text>
                            </th>
                            <td data-label={t("setting.value")}>
                                <code>{setting.value === "" ? "–" : setting.value}</code>
                            </td>
                            <td data-label={t("setting.source")}>{setting.source}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </section>
    );
}

export function SystemPage() {
    const { t } = useTranslation("system");
    const system = useQuery(systemQuery);
    return (
        <Container size="lg">
            <Stack gap="lg">
                <div className="title-line">
                    <PageTitle>{t("title")}</PageTitle>
                    <ButtonLink to="/manage/audit" variant="default">
                        {t("audit.title")}
                    </ButtonLink>
                </div>
                {system.isPending && <Loading rows={4} />}
                {system.isError && (
                    <Failure error={system.error} retry={() => void system.refetch()} />
                )}
                {system.data && (
                    <>
                        <Health system={system.data} />
                        <Backups backups={system.data.backups} />
                        <Settings settings={system.data.settings} />
                    </>
                )}
            </Stack>
        </Container>
    );
}
