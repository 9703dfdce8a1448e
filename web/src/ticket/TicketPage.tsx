import { Button, Container, Group, Paper, Stack, Text, Textarea, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { Interactions } from "../interaction/Interactions";
import { useMoment } from "../language/moment";
import { isStaff, useAccount } from "../session/session";
import { Icon } from "../ui/Icon";
import { useKeptDraft } from "../ui/kept-draft";
import { PageTitle } from "../ui/PageTitle";
import { Failure, FormFailure, Loading, Unfit } from "../ui/states";
import { type Post, postsQuery, refreshTicket, reply, type Ticket, ticketQuery } from "./ticket";
import { TicketBadge } from "./TicketBadge";
import { TicketWork } from "./TicketWork";

function PostItem({ post }: { post: Post }) {
    const { t } = useTranslation(["ticket", "portal"]);
    const moment = useMoment();
    const account = useAccount();
    const isOwn = post.author === account?.id;
    return (
        <li className="timeline-comment post" data-visibility="public" data-own={isOwn}>
            <div className="timeline-head">
                <strong>{isOwn ? t("portal:request.you") : post.author_name}</strong>
                {isStaff(post.author_role) && <span className="from-us">{t("from_us")}</span>}
                <time dateTime={post.created_at} title={moment.full(post.created_at)}>
                    {moment.relative(post.created_at)}
                </time>
            </div>
            <p className="said">{post.message}</p>
        </li>
    );
}

function Posts({ id }: { id: number }) {
    const { t } = useTranslation("ticket");
    const posts = useInfiniteQuery(postsQuery(id));
    if (posts.isPending) return <Loading />;
    if (posts.isError) return <Failure error={posts.error} retry={() => void posts.refetch()} />;
    const rows = posts.data.pages.flatMap((page) => page.rows);
    if (rows.length === 0) return <Text c="dimmed">{t("no_posts")}</Text>;
    return (
        <>
            <ol className="timeline" aria-live="polite" aria-relevant="additions">
                {rows.map((post) => (
                    <PostItem key={post.id} post={post} />
                ))}
            </ol>
            {posts.hasNextPage && (
                <Button variant="default" mt="sm" onClick={() => void posts.fetchNextPage()}>
                    {t("more")}
                </Button>
            )}
        </>
    );
}

function Answer({ ticket }: { ticket: Ticket }) {
    const { t } = useTranslation("ticket");
    const account = useAccount();
    const { id, customer_name: name } = ticket;
    const [text, setText] = useKeptDraft(`ticket-${id}-reply`);
    const send = useMutation({
        mutationFn: () => reply(id, text.trim()),
        onSuccess: async () => {
            setText("");
            await refreshTicket(id);
        },
    });
    const isToCustomer = account !== null && isStaff(account.role);

    function submit(event: FormEvent) {
        event.preventDefault();
        if (text.trim() !== "") send.mutate();
    }

    return (
        <form className="remark remark-public" onSubmit={submit}>
            <Textarea
                label={isToCustomer ? t("reply.title") : t("answer")}
                description={isToCustomer ? t("reply.recipient", { name }) : undefined}
                rows={4}
                maxLength={4_000}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
            />
            <FormFailure error={send.error} />
            <Button type="submit" loading={send.isPending} disabled={text.trim() === ""}>
                {t("send")}
            </Button>
        </form>
    );
}

function Conversation({ ticket }: { ticket: Ticket }) {
    const { t } = useTranslation("ticket");
    const moment = useMoment();
    return (
        <>
            <div>
                <PageTitle>{ticket.subject}</PageTitle>
                <Group gap="xs">
                    <TicketBadge status={ticket.status} />
                    <Text size="sm" c="dimmed">
                        {ticket.customer_name} · {moment.full(ticket.created_at)}
                        {ticket.assigned_to_name !== "" && ` · ${ticket.assigned_to_name}`}
                    </Text>
                </Group>
            </div>
            {ticket.description !== "" && (
                <Paper withBorder p="md">
                    <p className="said">{ticket.description}</p>
                </Paper>
            )}
            {ticket.resolution_notes !== "" && (
                <Paper withBorder p="md">
                    <Title order={2}>{t("resolution")}</Title>
                    <p className="said">{ticket.resolution_notes}</p>
                </Paper>
            )}
            <Posts id={ticket.id} />
            <Answer ticket={ticket} />
        </>
    );
}

export function TicketPage() {
    const { t } = useTranslation("ticket");
    const params = useParams({ from: "/tickets/$id" });
    const account = useAccount();
    const id = Number(params.id);
    const isNumber = Number.isSafeInteger(id) && id > 0;
    const ticket = useQuery({ ...ticketQuery(id), enabled: isNumber });
    if (!isNumber) return <Unfit kind="not_found" />;
    const isWork = account !== null && isStaff(account.role);
    return (
        <Container size="md">
            <Stack>
                <Link to="/tickets" className="back">
                    <Icon name="back" size={18} />
                    {t("title")}
                </Link>
                {ticket.isPending && <Loading />}
                {ticket.isError && (
                    <Failure error={ticket.error} retry={() => void ticket.refetch()} />
                )}
                {ticket.data && <Conversation ticket={ticket.data.data} />}
                {ticket.data && isWork && <TicketWork opened={ticket.data} />}
                {ticket.data && isWork && <Interactions ticket={id} />}
            </Stack>
        </Container>
    );
}
