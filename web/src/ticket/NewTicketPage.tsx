import { Button, Container, Paper, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "../api/client";
import { queryClient } from "../api/query";
import { fieldFaults } from "../language/fault";
import { useKeptText } from "../ui/kept-text";
import { PageTitle } from "../ui/PageTitle";
import { FormFailure } from "../ui/states";

/// Begins a conversation with the desk.
export function NewTicketPage() {
    const { t } = useTranslation(["ticket", "portal"]);
    const navigate = useNavigate();
    const [subject, setSubject] = useKeptText("ticket.subject");
    const [message, setMessage] = useKeptText("ticket.message");
    const [faults, setFaults] = useState<Record<string, string>>({});
    const begin = useMutation({
        mutationFn: () =>
            take(
                api.POST("/api/v1/tickets/", {
                    body: { subject: subject.trim(), message: message.trim() },
                }),
            ),
        onSuccess: async (ticket) => {
            setSubject("");
            setMessage("");
            await queryClient.invalidateQueries({ queryKey: ["tickets"] });
            await navigate({ to: "/tickets/$id", params: { id: String(ticket.id) } });
        },
        onError: (error) => setFaults(fieldFaults(error)),
    });

    function submit(event: FormEvent) {
        event.preventDefault();
        const missing = t("portal:fault.required");
        const found = {
            ...(subject.trim() === "" ? { subject: missing } : {}),
            ...(message.trim() === "" ? { message: missing } : {}),
        };
        setFaults(found);
        if (Object.keys(found).length === 0) begin.mutate();
    }

    return (
        <Container size="sm">
            <Stack>
                <PageTitle>{t("new")}</PageTitle>
                <Text>{t("new_hint")}</Text>
                <Paper withBorder p="lg" component="form" noValidate onSubmit={submit}>
                    <Stack>
                        <TextInput
                            name="subject"
                            label={t("subject")}
                            maxLength={255}
                            value={subject}
                            error={faults.subject}
                            onChange={(event) => setSubject(event.currentTarget.value)}
                        />
                        <Textarea
                            name="message"
                            label={t("message")}
                            rows={6}
                            maxLength={4_000}
                            value={message}
                            error={faults.message}
                            onChange={(event) => setMessage(event.currentTarget.value)}
                        />
                        <FormFailure error={begin.error} />
                        <Button type="submit" loading={begin.isPending}>
                            {t("begin")}
                        </Button>
                    </Stack>
                </Paper>
            </Stack>
        </Container>
    );
}
