import { Alert, Button, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Schemas, take } from "../api/client";
import { freshKey } from "../api/idempotency";
import { ApiError } from "../api/problem";
import { fieldFaults } from "../language/fault";
import { useKeptText } from "../ui/kept-text";
import { useRetries } from "../ui/retries";
import { FormFailure } from "../ui/states";
import { LeakReportSent } from "./LeakReportSent";

type Name = "phone" | "address" | "where" | "what" | "name";

/// What a stranger types is kept on the device until it has arrived.
function useFields() {
    const [phone, setPhone] = useKeptText("leak.phone");
    const [address, setAddress] = useKeptText("leak.address");
    const [where, setWhere] = useKeptText("leak.where");
    const [what, setWhat] = useKeptText("leak.what");
    const [name, setName] = useKeptText("leak.name");
    const setters = { phone: setPhone, address: setAddress, where: setWhere, what: setWhat, name: setName };
    return {
        values: { phone, address, where, what, name },
        set: (field: Name, value: string) => setters[field](value),
        clear: () => Object.values(setters).forEach((set) => set("")),
    };
}

function useSending(values: Schemas["NewLeakReport"], clear: () => void) {
    const [key, setKey] = useState(freshKey);
    const sending = useMutation({
        mutationFn: () =>
            take(
                api.POST("/api/v1/leak-reports/", {
                    headers: { "Idempotency-Key": key },
                    body: values,
                }),
            ),
        onSuccess: clear,
        onError: (error) => {
            const isFinal = error instanceof ApiError && !error.isPassing;
            if (isFinal) setKey(freshKey());
        },
    });
    const isWaiting = sending.error instanceof ApiError && sending.error.isPassing;
    useRetries(isWaiting, sending.mutate);
    return { ...sending, isWaiting };
}

const required: Name[] = ["phone", "address", "what"];

/// Reports a leak without an account.
export function LeakReportForm() {
    const { t } = useTranslation(["leak", "portal"]);
    const { values, set, clear } = useFields();
    const [faults, setFaults] = useState<Record<string, string>>({});
    const sending = useSending(values, clear);
    if (sending.data) return <LeakReportSent receipt={sending.data} />;

    function submit(event: FormEvent) {
        event.preventDefault();
        const missing = required.filter((field) => values[field].trim() === "");
        setFaults(Object.fromEntries(missing.map((field) => [field, t("portal:fault.required")])));
        if (missing.length === 0) sending.mutate();
        else document.querySelector<HTMLElement>(`[name="${missing[0]}"]`)?.focus();
    }

    const shown = { ...fieldFaults(sending.error), ...faults };
    const bind = (name: Name) => ({
        name,
        label: t(`field.${name}`),
        value: values[name],
        error: shown[name],
        onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
            set(name, currentTarget.value),
    });
    return (
        <form noValidate onSubmit={submit}>
            <Stack>
                <TextInput type="tel" autoComplete="tel" maxLength={40} required {...bind("phone")} />
                <Textarea
                    autoComplete="street-address"
                    rows={2}
                    maxLength={500}
                    required
                    {...bind("address")}
                />
                <TextInput description={t("hint.where")} maxLength={500} {...bind("where")} />
                <Textarea
                    description={t("hint.what")}
                    rows={3}
                    maxLength={2_000}
                    required
                    {...bind("what")}
                />
                <TextInput
                    autoComplete="name"
                    description={t("portal:state.optional")}
                    maxLength={150}
                    {...bind("name")}
                />
                {sending.isWaiting ? (
                    <Alert color="yellow" title={t("waiting_title")} role="alert">
                        <Text size="sm">{t("waiting")}</Text>
                    </Alert>
                ) : (
                    <FormFailure error={sending.error} />
                )}
                <Button type="submit" size="md" color="red.8" loading={sending.isPending}>
                    {t("send")}
                </Button>
            </Stack>
        </form>
    );
}
