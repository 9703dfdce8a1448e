import { TextInput } from "@mantine/core";
import type { ChangeEvent } from "react";
import { useTranslation } from "react-i18next";

type Name = "first_name" | "last_name" | "email" | "phone_number";

interface Form {
    bind(name: Name): {
        name: string;
        value: string;
        error: string | undefined;
        onChange: (event: ChangeEvent<HTMLInputElement>) => void;
    };
}

/// How a person is called and reached: of sign-up, profile and the administrator's form.
export function ContactFields({ form }: { form: Form }) {
    const { t } = useTranslation();
    return (
        <>
            <div className="two">
                <TextInput
                    label={t("sign_up.first_name")}
                    autoComplete="given-name"
                    maxLength={150}
                    {...form.bind("first_name")}
                />
                <TextInput
                    label={t("sign_up.last_name")}
                    autoComplete="family-name"
                    maxLength={150}
                    {...form.bind("last_name")}
                />
            </div>
            <TextInput
                label={t("sign_up.email")}
                type="email"
                autoComplete="email"
                maxLength={254}
                {...form.bind("email")}
            />
            <TextInput
                label={t("sign_up.phone")}
                description={t("sign_up.phone_hint")}
                type="tel"
                autoComplete="tel"
                maxLength={15}
                {...form.bind("phone_number")}
            />
        </>
    );
}
