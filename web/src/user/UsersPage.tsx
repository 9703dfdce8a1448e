import { Badge, Button, Container, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { useMoment } from "../language/moment";
import type { Account, Role } from "../session/session";
import { ButtonLink } from "../ui/ButtonLink";
import { Icon } from "../ui/Icon";
import { PageTitle } from "../ui/PageTitle";
import { SearchField } from "../ui/SearchField";
import { Empty, Failure, Loading } from "../ui/states";
import { roles, type UserFilter, usersQuery } from "./users";

function Row({ user }: { user: Account }) {
    const { t } = useTranslation("admin");
    const moment = useMoment();
    return (
        <tr>
            <th scope="row">
                <Link to="/manage/users/$id" params={{ id: String(user.id) }} className="row-link">
                    {`${user.first_name} ${user.last_name}`.trim() || user.username}
                </Link>
                <Text size="sm" c="dimmed">
                    {user.username} · {user.email}
                </Text>
            </th>
            <td data-label={t("user.role")}>{t(`role.${user.role}`)}</td>
            <td data-label={t("user.state")}>
                <Badge
                    className={`tone ${user.is_active ? "tone-done" : "tone-off"}`}
                    variant="default"
                    tt="none"
                >
                    {t(user.is_active ? "user.active" : "user.inactive")}
                </Badge>
            </td>
            <td data-label={t("user.open_work")}>{user.role === "customer" ? "–" : user.open_work}</td>
            <td data-label={t("user.last_login")}>
                {user.last_login_at === null ? t("user.never") : moment.relative(user.last_login_at)}
            </td>
        </tr>
    );
}

function Users({ filter }: { filter: UserFilter }) {
    const { t } = useTranslation("admin");
    const list = useInfiniteQuery({ ...usersQuery(filter), placeholderData: keepPreviousData });
    if (list.isPending) return <Loading rows={6} />;
    if (list.isError) return <Failure error={list.error} retry={() => void list.refetch()} />;
    const users = list.data.pages.flatMap((page) => page.rows);
    if (users.length === 0) return <Empty title={t("user.none")} />;
    return (
        <>
            <table className="table table-cards">
                <caption className="hidden">{t("user.title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("user.name")}</th>
                        <th scope="col">{t("user.role")}</th>
                        <th scope="col">{t("user.state")}</th>
                        <th scope="col">{t("user.open_work")}</th>
                        <th scope="col">{t("user.last_login")}</th>
                    </tr>
                </thead>
                <tbody>
                    {users.map((user) => (
                        <Row key={user.id} user={user} />
                    ))}
                </tbody>
            </table>
            {list.hasNextPage && (
                <Button
                    variant="default"
                    loading={list.isFetchingNextPage}
                    onClick={() => void list.fetchNextPage()}
                >
                    {t("more")}
                </Button>
            )}
        </>
    );
}

export function UsersPage() {
    const { t } = useTranslation("admin");
    const [search, setSearch] = useState("");
    const [role, setRole] = useState<Role | "">("");
    const [state, setState] = useState<"" | "1" | "0">("1");
    const q = useDeferredValue(search).trim();
    const filter: UserFilter = {
        ...(role === "" ? {} : { role }),
        ...(state === "" ? {} : { is_active: state }),
        ...(q === "" ? {} : { q }),
    };
    return (
        <Container size="lg">
            <Stack gap="lg">
                <Group justify="space-between">
                    <PageTitle>{t("user.title")}</PageTitle>
                    <Group gap="xs">
                        <ButtonLink to="/manage/invitations" variant="default">
                            {t("invitation.title")}
                        </ButtonLink>
                        <ButtonLink
                            to="/manage/users/new"
                            leftSection={<Icon name="plus" size={18} />}
                        >
                            {t("user.add")}
                        </ButtonLink>
                    </Group>
                </Group>
                <div className="admin-filters">
                    <SearchField label={t("user.search")} value={search} onChange={setSearch} />
                    <NativeSelect
                        aria-label={t("user.role")}
                        value={role}
                        onChange={(event) => setRole(event.currentTarget.value as Role | "")}
                        data={[
                            { value: "", label: t("user.any_role") },
                            ...roles.map((value) => ({ value, label: t(`role.${value}`) })),
                        ]}
                    />
                    <NativeSelect
                        aria-label={t("user.state")}
                        value={state}
                        onChange={(event) => setState(event.currentTarget.value as typeof state)}
                        data={[
                            { value: "1", label: t("user.active") },
                            { value: "0", label: t("user.inactive") },
                            { value: "", label: t("user.any_state") },
                        ]}
                    />
                </div>
                <Users filter={filter} />
            </Stack>
        </Container>
    );
}
