import { Alert, Badge, Button, Container, Group, NativeSelect, Paper, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Page, type Schemas, take, takePage } from "../api/client";
import { queryClient } from "../api/query";
import { useMoment } from "../language/moment";
import { PageTitle } from "../ui/PageTitle";
import { Empty, Failure, FormFailure, Loading } from "../ui/states";

type Invitation = Schemas["Invitation"];
type InvitedRole = "support" | "technician";

const queryKey = ["invitations"];

type State = "open" | "used" | "expired";

export function stateOf({ used_at, expires_at }: Invitation, now: Date): State {
    if (used_at !== null) return "used";
    return new Date(expires_at) <= now ? "expired" : "open";
}

const tones: Record<State, string> = { open: "tone-working", used: "tone-done", expired: "tone-off" };

function Row({ invitation }: { invitation: Invitation }) {
    const { t } = useTranslation("admin");
    const moment = useMoment();
    const state = stateOf(invitation, new Date());
    return (
        <tr>
            <th scope="row">{t(`role.${invitation.role}`)}</th>
            <td data-label={t("user.state")}>
                <Badge className={`tone ${tones[state]}`} variant="default" tt="none">
                    {t(`invitation.${state}`)}
                </Badge>
            </td>
            <td data-label={t("invitation.made")}>{moment.full(invitation.created_at)}</td>
            <td data-label={t("invitation.expires")}>{moment.full(invitation.expires_at)}</td>
        </tr>
    );
}

function Invitations() {
    const { t } = useTranslation("admin");
    const list = useInfiniteQuery({
        queryKey,
        initialPageParam: "",
        queryFn: ({ pageParam }) => {
            const query = pageParam === "" ? { limit: 50 } : { limit: 50, cursor: pageParam };
            return takePage(api.GET("/api/v1/invitations/", { params: { query } }));
        },
        getNextPageParam: (page: Page<Invitation>) => page.next,
    });
    if (list.isPending) return <Loading />;
    if (list.isError) return <Failure error={list.error} retry={() => void list.refetch()} />;
    const rows = list.data.pages.flatMap((page) => page.rows);
    if (rows.length === 0) return <Empty title={t("invitation.none")} />;
    return (
        <>
            <table className="table table-cards">
                <caption className="hidden">{t("invitation.title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("user.role")}</th>
                        <th scope="col">{t("user.state")}</th>
                        <th scope="col">{t("invitation.made")}</th>
                        <th scope="col">{t("invitation.expires")}</th>
                    </tr>
                </thead>
                <tbody>
                    {rows.map((invitation) => (
                        <Row key={invitation.id} invitation={invitation} />
                    ))}
                </tbody>
            </table>
            {list.hasNextPage && (
                <Button variant="default" onClick={() => void list.fetchNextPage()}>
                    {t("more")}
                </Button>
            )}
        </>
    );
}

/// Whoever follows it finds the code and the role filled in.
function linkOf({ code, role }: Schemas["IssuedInvitation"]): string {
    return `${window.location.origin}/sign-up?${new URLSearchParams({ code, role })}`;
}

function LinkShown({ invitation }: { invitation: Schemas["IssuedInvitation"] }) {
    const { t } = useTranslation("admin");
    const [isCopied, setCopied] = useState(false);
    const link = linkOf(invitation);
    return (
        <Alert title={t("invitation.code")} role="status">
            <Stack gap="xs" align="flex-start">
                <output className="invitation-link">{link}</output>
                <Text size="sm">{t("invitation.code_hint")}</Text>
                <Button
                    size="xs"
                    variant="default"
                    onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}
                >
                    {t(isCopied ? "invitation.copied" : "invitation.copy")}
                </Button>
            </Stack>
        </Alert>
    );
}

function InvitationForm() {
    const { t } = useTranslation("admin");
    const [role, setRole] = useState<InvitedRole>("support");
    const invite = useMutation({
        mutationFn: () => take(api.POST("/api/v1/invitations/", { body: { role } })),
        onSuccess: () => queryClient.invalidateQueries({ queryKey }),
    });

    function submit(event: FormEvent) {
        event.preventDefault();
        invite.mutate();
    }

    return (
        <Paper withBorder p="lg">
            <Stack>
                <Group component="form" align="flex-end" onSubmit={submit}>
                    <NativeSelect
                        label={t("invitation.role")}
                        value={role}
                        onChange={(event) => setRole(event.currentTarget.value as InvitedRole)}
                        data={(["support", "technician"] as const).map((value) => ({
                            value,
                            label: t(`role.${value}`),
                        }))}
                    />
                    <Button type="submit" size="md" loading={invite.isPending}>
                        {t("invitation.make")}
                    </Button>
                </Group>
                <FormFailure error={invite.error} />
                {invite.data && <LinkShown invitation={invite.data} />}
            </Stack>
        </Paper>
    );
}

export function InvitationsPage() {
    const { t } = useTranslation("admin");
    return (
        <Container size="md">
            <Stack gap="lg">
                <PageTitle>{t("invitation.title")}</PageTitle>
                <Text>{t("invitation.intro")}</Text>
                <InvitationForm />
                <Invitations />
            </Stack>
        </Container>
    );
}
