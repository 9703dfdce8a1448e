import { Anchor, Button, Container, NativeSelect, Paper, PasswordInput, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Schemas, take } from "../api/client";
import { homeOf, logIn } from "../session/session";
import { useForm } from "../ui/form";
import { PageTitle } from "../ui/PageTitle";
import { FormFailure } from "../ui/states";
import { ContactFields } from "./ContactFields";

const password_length_min = 8;
const required = ["first_name", "last_name", "username", "email", "password"] as const;

const empty = {
    first_name: "",
    last_name: "",
    username: "",
    email: "",
    phone_number: "",
    address: "",
    password: "",
    invitation_code: "",
    role: "support",
};

async function register(values: typeof empty) {
    const { invitation_code, role, ...person } = values;
    const invited = invitation_code.trim() !== "";
    const body: Schemas["Registration"] = {
        ...person,
        // Asked for once: the field can be made visible.
        password2: person.password,
        user_type: invited ? role : "customer",
    };
    if (invited) body.invitation_code = invitation_code.trim();
    await take(api.POST("/api/v1/register/", { body }));
    return logIn(values.username, values.password);
}

/// One who was invited opens the field for the code.
function InvitationField({ form }: { form: ReturnType<typeof useForm<typeof empty>> }) {
    const { t } = useTranslation();
    const [isOpen, setOpen] = useState(form.values.invitation_code !== "");
    if (!isOpen) {
        return (
            <Anchor component="button" type="button" size="sm" onClick={() => setOpen(true)}>
                {t("sign_up.with_code")}
            </Anchor>
        );
    }
    return (
        <>
            <TextInput
                label={t("sign_up.code")}
                description={t("sign_up.code_hint")}
                autoComplete="off"
                {...form.bind("invitation_code")}
            />
            <NativeSelect
                label={t("sign_up.role")}
                data={[
                    { value: "support", label: t("sign_up.support") },
                    { value: "technician", label: t("sign_up.technician") },
                ]}
                {...form.bind("role")}
            />
        </>
    );
}

export function SignUpPage() {
    const { t } = useTranslation();
    const navigate = useNavigate();
    const { code, role } = useSearch({ from: "/sign-up" });
    const form = useForm({ ...empty, invitation_code: code ?? "", role: role ?? "support" });
    const entry = useMutation({
        mutationFn: register,
        onSuccess: (account) => account && navigate({ to: homeOf(account.role) }),
        onError: (error) => form.markFrom(error),
    });

    function submit(event: FormEvent) {
        event.preventDefault();
        const found: Partial<Record<keyof typeof empty, string>> = {};
        for (const name of required) {
            if (form.values[name].trim() === "") found[name] = t("fault.required");
        }
        if (!found.email && !/^\S+@\S+\.\S+$/.test(form.values.email)) found.email = t("fault.email");
        if (!found.password && form.values.password.length < password_length_min) {
            found.password = t("fault.password_short");
        }
        if (!form.mark(found)) entry.mutate(form.values);
    }

    return (
        <Container size="xs">
            <Stack>
                <PageTitle>{t("sign_up.title")}</PageTitle>
                <Text>{t("sign_up.intro")}</Text>
                <Paper withBorder p="lg" component="form" noValidate onSubmit={submit}>
                    <Stack>
                        <ContactFields form={form} />
                        <Textarea
                            label={t("sign_up.address")}
                            description={t("state.optional")}
                            autoComplete="street-address"
                            {...form.bind("address")}
                        />
                        <TextInput
                            label={t("sign_up.username")}
                            description={t("sign_up.username_hint")}
                            autoComplete="username"
                            autoCapitalize="none"
                            spellCheck={false}
                            {...form.bind("username")}
                        />
                        <PasswordInput
                            label={t("sign_up.password")}
                            description={t("sign_up.password_hint")}
                            autoComplete="new-password"
                            {...form.bind("password")}
                        />
                        <InvitationField form={form} />
                        <FormFailure error={entry.error} />
                        <Button type="submit" loading={entry.isPending}>
                            {t("sign_up.submit")}
                        </Button>
                    </Stack>
                </Paper>
                <Text>
                    {t("sign_up.have_account")}{" "}
                    <Anchor component={Link} to="/log-in">
                        {t("nav.log_in")}
                    </Anchor>
                </Text>
            </Stack>
        </Container>
    );
}
