// What a representative writes. A reply is blue, at the end of the conversation, and names who will
// read it; a note is yellow, dashed, beside the conversation, and says that no customer does.
import { Button, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId } from "react";
import { useTranslation } from "react-i18next";

import { api, type Schemas, take } from "../api/client";
import type { ServiceRequest } from "../service-request/request";
import { Icon } from "../ui/Icon";
import { useKeptDraft } from "../ui/kept-draft";
import { FormFailure } from "../ui/states";
import { refreshRequest } from "./change";

type Visibility = NonNullable<Schemas["NewComment"]["visibility"]>;

interface Props {
    request: ServiceRequest;
    visibility: Visibility;
}

function useRemark({ request, visibility }: Props) {
    const [text, setText] = useKeptDraft(`request-${request.id}-${visibility}`);
    const send = useMutation({
        mutationFn: () =>
            take(
                api.POST("/api/v1/requests/{id}/comments/", {
                    params: { path: { id: request.id } },
                    body: { text: text.trim(), visibility },
                }),
            ),
        onSuccess: async () => {
            setText("");
            await refreshRequest(request.id);
        },
    });
    return {
        text,
        setText,
        send,
        submit: (event: FormEvent) => {
            event.preventDefault();
            if (text.trim() !== "") send.mutate();
        },
    };
}

interface ReplyProps {
    request: ServiceRequest;
    /// Called as the field gains and loses its text.
    onReplying: (isReplying: boolean) => void;
}

export function ReplyForm({ request, onReplying }: ReplyProps) {
    const { t } = useTranslation("desk");
    const { text, setText, send, submit } = useRemark({ request, visibility: "public" });
    const isReplying = text !== "";
    useEffect(() => onReplying(isReplying), [isReplying, onReplying]);
    const recipient = useId();
    const name = request.customer_name;
    return (
        <form className="remark remark-public" onSubmit={submit} aria-label={t("reply.title")}>
            <Text fw={650}>{t("reply.title")}</Text>
            <Text size="sm" id={recipient}>
                {t("reply.recipient", { name })}
            </Text>
            <Textarea
                id="reply"
                aria-label={t("reply.title")}
                aria-describedby={recipient}
                rows={4}
                maxLength={10_000}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
            />
            <FormFailure error={send.error} />
            <Button
                type="submit"
                leftSection={<Icon name="reply" size={18} />}
                loading={send.isPending}
                disabled={text.trim() === ""}
            >
                {t("reply.send", { name })}
            </Button>
        </form>
    );
}

export function NoteForm({ request }: { request: ServiceRequest }) {
    const { t } = useTranslation("desk");
    const { text, setText, send, submit } = useRemark({ request, visibility: "internal" });
    const recipient = useId();
    return (
        <form className="remark remark-internal" onSubmit={submit} aria-label={t("note.title")}>
            <Text fw={650}>
                <Icon name="lock" size={16} /> {t("note.title")}
            </Text>
            <Text size="sm" id={recipient}>
                {t("note.recipient")}
            </Text>
            <Textarea
                id="note"
                aria-label={t("note.title")}
                aria-describedby={recipient}
                rows={3}
                maxLength={10_000}
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
            />
            <FormFailure error={send.error} />
            <Button
                type="submit"
                className="note-button"
                leftSection={<Icon name="lock" size={18} />}
                loading={send.isPending}
                disabled={text.trim() === ""}
            >
                {t("note.save")}
            </Button>
        </form>
    );
}
