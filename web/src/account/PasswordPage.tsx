import { Alert, Button, Container, Paper, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "../api/client";
import { useForm } from "../ui/form";
import { PageTitle } from "../ui/PageTitle";
import { FormFailure } from "../ui/states";

const empty = { old_password: "", password: "", password2: "" };

export function PasswordPage() {
    const { t } = useTranslation();
    const form = useForm(empty);
    const change = useMutation({
        mutationFn: (body: typeof empty) => take(api.POST("/api/v1/profile/password/", { body })),
        onSuccess: () => form.setValues(empty),
        onError: (error) => form.markFrom(error),
    });

    function submit(event: FormEvent) {
        event.preventDefault();
        const { old_password, password, password2 } = form.values;
        const found = {
            old_password: old_password === "" ? t("fault.required") : undefined,
            password: password.length < 8 ? t("fault.password_short") : undefined,
            password2: password !== password2 ? t("password.differ") : undefined,
        };
        if (!form.mark(found)) change.mutate(form.values);
    }

    return (
        <Container size="xs">
            <Stack>
                <PageTitle>{t("password.title")}</PageTitle>
                <Text>{t("password.intro")}</Text>
                <Paper withBorder p="lg" component="form" noValidate onSubmit={submit}>
                    <Stack>
                        <PasswordInput
                            label={t("password.old")}
                            autoComplete="current-password"
                            {...form.bind("old_password")}
                        />
                        <PasswordInput
                            label={t("password.new")}
                            description={t("sign_up.password_hint")}
                            autoComplete="new-password"
                            {...form.bind("password")}
                        />
                        <PasswordInput
                            label={t("password.again")}
                            autoComplete="new-password"
                            {...form.bind("password2")}
                        />
                        <FormFailure error={change.error} />
                        {change.isSuccess && (
                            <Alert color="green" role="status">
                                {t("password.done")}
                            </Alert>
                        )}
                        <Button type="submit" loading={change.isPending}>
                            {t("password.submit")}
                        </Button>
                    </Stack>
                </Paper>
            </Stack>
        </Container>
    );
}
