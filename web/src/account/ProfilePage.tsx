import { Alert, Button, Container, Paper, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, take } from "../api/client";
import { queryClient } from "../api/query";
import { type Account, accountQuery, useAccount } from "../session/session";
import { ButtonLink } from "../ui/ButtonLink";
import { useForm } from "../ui/form";
import { PageTitle } from "../ui/PageTitle";
import { FormFailure } from "../ui/states";
import { ContactFields } from "./ContactFields";

function ProfileForm({ account }: { account: Account }) {
    const { t } = useTranslation();
    const { first_name, last_name, email, phone_number, address } = account;
    const form = useForm({ first_name, last_name, email, phone_number, address });
    const save = useMutation({
        mutationFn: (values: typeof form.values) =>
            take(api.PATCH("/api/v1/profile/", { body: values })),
        onSuccess: () => queryClient.invalidateQueries(accountQuery),
        onError: (error) => form.markFrom(error),
    });

    function submit(event: FormEvent) {
        event.preventDefault();
        save.mutate(form.values);
    }

    return (
        <Paper withBorder p="lg" component="form" noValidate onSubmit={submit}>
            <Stack>
                <ContactFields form={form} />
                <Textarea
                    label={t("sign_up.address")}
                    autoComplete="street-address"
                    maxLength={500}
                    {...form.bind("address")}
                />
                <FormFailure error={save.error} />
                {save.isSuccess && (
                    <Alert color="green" role="status">
                        {t("profile.saved")}
                    </Alert>
                )}
                <Button type="submit" loading={save.isPending}>
                    {t("profile.save")}
                </Button>
            </Stack>
        </Paper>
    );
}

export function ProfilePage() {
    const { t } = useTranslation();
    const present = useAccount();
    // A session that ends while one types must not take the form away.
    const [account] = useState(present);
    if (account === null) return null;
    return (
        <Container size="xs">
            <Stack>
                <PageTitle>{t("profile.title")}</PageTitle>
                <Text>{t("profile.intro")}</Text>
                <Text size="sm">
                    {t("sign_up.username")}: <strong>{account.username}</strong>
                    {account.role === "customer" && (
                        <>
                            {" · "}
                            {t("profile.customer_number")}: <strong>{account.customer_number}</strong>
                        </>
                    )}
                </Text>
                <ProfileForm account={account} />
                <ButtonLink to="/password" variant="default">
                    {t("profile.change_password")}
                </ButtonLink>
            </Stack>
        </Container>
    );
}
