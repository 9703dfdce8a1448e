import { Alert, Button, Checkbox, NativeSelect, Paper, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { api, type Schemas, take } from "../api/client";
import { queryClient } from "../api/query";
import { useForm } from "../ui/form";
import { FormFailure } from "../ui/states";
import { type ServiceType, typesQuery } from "./types";

const priorities = ["low", "medium", "high", "urgent"] as const;
const hazards = ["none", "caution", "emergency"] as const;

function textsOf(type: ServiceType | null) {
    return {
        slug: type?.slug ?? "",
        name: type?.name ?? "",
        description: type?.description ?? "",
        estimated_time_hours: String(type?.estimated_time_hours ?? 48),
        default_priority: type?.default_priority ?? ("medium" as string),
        hazard: type?.hazard ?? ("none" as string),
        aliases: (type?.aliases ?? []).join(", "),
    };
}

type Texts = ReturnType<typeof textsOf>;
type Body = Schemas["NewServiceType"];

function bodyOf(texts: Texts, is_active: boolean): Body {
    return {
        ...texts,
        estimated_time_hours: Number(texts.estimated_time_hours),
        default_priority: texts.default_priority as Body["default_priority"],
        hazard: texts.hazard as Body["hazard"],
        aliases: texts.aliases
            .split(",")
            .map((word) => word.trim())
            .filter((word) => word !== ""),
        is_active,
    };
}

function useSaving(type: ServiceType | null, onRefused: (error: unknown) => void) {
    const navigate = useNavigate();
    return useMutation({
        mutationFn: async (body: Body): Promise<ServiceType> => {
            if (type === null) return take(api.POST("/api/v1/service-types/", { body }));
            const { slug: _, ...change } = body;
            return take(
                api.PATCH("/api/v1/service-types/{id}/", {
                    params: { path: { id: type.id } },
                    body: change as Body,
                }),
            );
        },
        onSuccess: async () => {
            await queryClient.invalidateQueries(typesQuery);
            if (type === null) await navigate({ to: "/manage/service-types" });
        },
        onError: onRefused,
    });
}

export function ServiceTypeForm({ type }: { type: ServiceType | null }) {
    const { t } = useTranslation(["admin", "portal"]);
    const form = useForm(textsOf(type));
    const [isActive, setActive] = useState(type?.is_active ?? true);
    const saving = useSaving(type, (error) => form.markFrom(error));

    function submit(event: FormEvent) {
        event.preventDefault();
        saving.mutate(bodyOf(form.values, isActive));
    }

    return (
        <Paper withBorder p="lg" component="form" noValidate onSubmit={submit}>
            <Stack>
                <TextInput label={t("type.name")} maxLength={100} {...form.bind("name")} />
                <TextInput
                    label={t("type.slug")}
                    description={t("type.slug_hint")}
                    disabled={type !== null}
                    autoCapitalize="none"
                    maxLength={50}
                    {...form.bind("slug")}
                />
                <Textarea
                    label={t("type.description")}
                    description={t("type.description_hint")}
                    rows={3}
                    maxLength={2_000}
                    {...form.bind("description")}
                />
                <TextInput
                    label={t("type.hours")}
                    description={t("type.hours_hint")}
                    inputMode="numeric"
                    {...form.bind("estimated_time_hours")}
                />
                <div className="two">
                    <NativeSelect
                        label={t("type.priority")}
                        data={priorities.map((value) => ({ value, label: t(`portal:priority.${value}`) }))}
                        {...form.bind("default_priority")}
                    />
                    <NativeSelect
                        label={t("type.hazard")}
                        data={hazards.map((value) => ({ value, label: t(`hazard.${value}`) }))}
                        {...form.bind("hazard")}
                    />
                </div>
                <TextInput
                    label={t("type.aliases")}
                    description={t("type.aliases_hint")}
                    {...form.bind("aliases")}
                />
                <Checkbox
                    label={t("type.is_active")}
                    description={t("type.is_active_hint")}
                    checked={isActive}
                    onChange={(event) => setActive(event.currentTarget.checked)}
                />
                <FormFailure error={saving.error} />
                {saving.isSuccess && (
                    <Alert color="green" role="status">
                        {t("saved")}
                    </Alert>
                )}
                <Button type="submit" loading={saving.isPending}>
                    {t(type === null ? "type.make" : "save")}
                </Button>
            </Stack>
        </Paper>
    );
}
