// What a view shows when it has no data to show.
import { Alert, Button, Container, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { isStatus } from "../api/problem";
import { ButtonLink } from "./ButtonLink";
import { fieldFaults, sentenceOf } from "../language/fault";

export function Loading({ rows = 3 }: { rows?: number }) {
    const { t } = useTranslation();
    return (
        <Stack role="status" aria-label={t("state.loading")}>
            {Array.from({ length: rows }, (_, row) => (
                <Skeleton key={row} height={84} radius="md" />
            ))}
        </Stack>
    );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
    return (
        <Paper withBorder p="xl" radius="md" className="empty">
            <Stack align="center" gap="xs">
                <Text fw={600}>{title}</Text>
                {children}
            </Stack>
        </Paper>
    );
}

export function Unfit({ kind }: { kind: "not_found" | "forbidden" }) {
    const { t } = useTranslation();
    return (
        <Container size="sm">
            <Paper withBorder p="xl">
                <Stack align="flex-start" gap="sm">
                    <Title order={1}>{t(`state.${kind}_title`)}</Title>
                    <Text>{t(`state.${kind}`)}</Text>
                    <ButtonLink to="/" variant="light">
                        {t("state.to_start")}
                    </ButtonLink>
                </Stack>
            </Paper>
        </Container>
    );
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
    const { t } = useTranslation();
    if (isStatus(error, 404)) return <Unfit kind="not_found" />;
    if (isStatus(error, 403)) return <Unfit kind="forbidden" />;
    return (
        <Alert color="red" title={t("state.failed_title")} role="alert">
            <Stack align="flex-start" gap="sm">
                <Text size="sm">{sentenceOf(error)}</Text>
                {retry && (
                    <Button size="xs" variant="default" onClick={retry}>
                        {t("state.retry")}
                    </Button>
                )}
            </Stack>
        </Alert>
    );
}

/// The faults of fields that this page does not show: nobody would learn of them otherwise.
function unplacedFaults(error: unknown): string[] {
    return Object.entries(fieldFaults(error))
        .filter(([name]) => document.getElementsByName(name).length === 0)
        .map(([name, sentence]) => `${name}: ${sentence}`);
}

/// Below a form: why sending it failed. Silent while nothing did. Whose session has ended logs in
/// beside it, so that the form keeps what is in it.
export function FormFailure({ error }: { error: unknown }) {
    const { t } = useTranslation();
    if (error === null || error === undefined) return null;
    return (
        <Alert color="red" role="alert">
            {[sentenceOf(error), ...unplacedFaults(error)].join(" ")}{" "}
            {isStatus(error, 401) && (
                <a href="/log-in" target="_blank" rel="noopener">
                    {t("error.log_in_again")}
                </a>
            )}
        </Alert>
    );
}
