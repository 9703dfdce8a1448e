import { Badge, Container, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { ButtonLink } from "../ui/ButtonLink";
import { Icon } from "../ui/Icon";
import { PageTitle } from "../ui/PageTitle";
import { Empty, Failure, Loading } from "../ui/states";
import { type ServiceType, typesQuery, useTypeNames } from "./types";

function Row({ type }: { type: ServiceType }) {
    const { t } = useTranslation(["admin", "portal"]);
    const { nameOf } = useTypeNames();
    return (
        <tr>
            <th scope="row">
                <Link
                    to="/manage/service-types/$id"
                    params={{ id: String(type.id) }}
                    className="row-link"
                >
                    {nameOf(type)}
                </Link>
                <Text size="sm" c="dimmed">
                    {type.slug}
                </Text>
            </th>
            <td data-label={t("type.hours")}>{type.estimated_time_hours}</td>
            <td data-label={t("type.priority")}>{t(`portal:priority.${type.default_priority}`)}</td>
            <td data-label={t("type.hazard")}>{t(`hazard.${type.hazard}`)}</td>
            <td data-label={t("user.state")}>
                <Badge
                    className={`tone ${type.is_active ? "tone-done" : "tone-off"}`}
                    variant="default"
                    tt="none"
                >
                    {t(type.is_active ? "type.active" : "type.retired")}
                </Badge>
            </td>
        </tr>
    );
}

function Types() {
    const { t } = useTranslation("admin");
    const types = useQuery(typesQuery);
    if (types.isPending) return <Loading rows={6} />;
    if (types.isError) return <Failure error={types.error} retry={() => void types.refetch()} />;
    if (types.data.length === 0) return <Empty title={t("type.none")} />;
    return (
        <table className="table table-cards">
            <caption className="hidden">{t("type.title")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t("type.name")}</th>
                    <th scope="col">{t("type.hours")}</th>
                    <th scope="col">{t("type.priority")}</th>
                    <th scope="col">{t("type.hazard")}</th>
                    <th scope="col">{t("user.state")}</th>
                </tr>
            </thead>
            <tbody>
                {types.data.map((type) => (
                    <Row key={type.id} type={type} />
                ))}
            </tbody>
        </table>
    );
}

export function ServiceTypesPage() {
    const { t } = useTranslation("admin");
    return (
        <Container size="lg">
            <Stack gap="lg">
                <Group justify="space-between">
                    <PageTitle>{t("type.title")}</PageTitle>
                    <ButtonLink
                        to="/manage/service-types/new"
                        leftSection={<Icon name="plus" size={18} />}
                    >
                        {t("type.add")}
                    </ButtonLink>
                </Group>
                <Types />
            </Stack>
        </Container>
    );
}
