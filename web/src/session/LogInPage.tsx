import { Alert, Anchor, Button, Container, Paper, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { Link, useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { isStatus } from "../api/problem";
import { useForm } from "../ui/form";
import { PageTitle } from "../ui/PageTitle";
import { FormFailure } from "../ui/states";
import { homeOf, logIn } from "./session";

/// Logs in and goes on to where the visitor was going.
function useLogIn() {
    const { next } = useSearch({ from: "/log-in" });
    const router = useRouter();
    const navigate = useNavigate();
    return useMutation({
        mutationFn: ({ username, password }: { username: string; password: string }) =>
            logIn(username, password),
        onSuccess: async (account) => {
            if (account === null) return;
            if (next !== undefined) router.history.push(next);
            else await navigate({ to: homeOf(account.role) });
        },
    });
}

export function LogInPage() {
    const { t } = useTranslation();
    const { next } = useSearch({ from: "/log-in" });
    const form = useForm({ username: "", password: "" });
    const entry = useLogIn();

    function submit(event: FormEvent) {
        event.preventDefault();
        const { username, password } = form.values;
        const missing = t("fault.required");
        const found = {
            username: username.trim() === "" ? missing : undefined,
            password: password === "" ? missing : undefined,
        };
        if (!form.mark(found)) entry.mutate({ username: username.trim(), password });
    }

    const isWrong = isStatus(entry.error, 401);
    return (
        <Container size="xs">
            <Stack>
                <PageTitle>{t("log_in.title")}</PageTitle>
                {next !== undefined && <Text>{t("log_in.ended")}</Text>}
                <Paper withBorder p="lg" component="form" noValidate onSubmit={submit}>
                    <Stack>
                        <TextInput
                            label={t("log_in.name")}
                            autoComplete="username"
                            autoCapitalize="none"
                            spellCheck={false}
                            {...form.bind("username")}
                        />
                        <PasswordInput
                            label={t("log_in.password")}
                            autoComplete="current-password"
                            {...form.bind("password")}
                        />
                        {isWrong ? (
                            <Alert color="red" role="alert">
                                {t("log_in.wrong")}
                            </Alert>
                        ) : (
                            <FormFailure error={entry.error} />
                        )}
                        <Button type="submit" loading={entry.isPending}>
                            {t("log_in.submit")}
                        </Button>
                    </Stack>
                </Paper>
                <Text>
                    {t("log_in.no_account")}{" "}
                    <Anchor component={Link} to="/sign-up">
                        {t("nav.sign_up")}
                    </Anchor>
                </Text>
            </Stack>
        </Container>
    );
}
