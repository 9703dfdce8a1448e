import {
    Alert,
    Button,
    Checkbox,
    Fieldset,
    NativeSelect,
    Paper,
    PasswordInput,
    Stack,
    Text,
    Textarea,
    TextInput,
} from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { ContactFields } from "../account/ContactFields";
import { api, take } from "../api/client";
import { queryClient } from "../api/query";
import { typesQuery, useTypeNames } from "../service-type/types";
import { type Account, isStaff, type Role, useAccount } from "../session/session";
import { useForm } from "../ui/form";
import { FormFailure } from "../ui/states";
import { type NewUser, roles, type UserChange } from "./users";

const empty = {
    username: "",
    first_name: "",
    last_name: "",
    email: "",
    phone_number: "",
    address: "",
    role: "support" as string,
    employee_id: "",
    department: "",
    password: "",
};

type Texts = typeof empty;

function textsOf(user: Account | null): Texts {
    if (user === null) return empty;
    const { username, first_name, last_name, email, phone_number, address } = user;
    const { role, employee_id, department } = user;
    return {
        username,
        first_name,
        last_name,
        email,
        phone_number,
        address,
        role,
        employee_id,
        department,
        password: "",
    };
}

interface Switches {
    is_active: boolean;
    available: boolean;
    skills: string[];
}

/// Only what differs is sent: an administrator's own role may not even be named.
function changeOf(user: Account | null, texts: Texts, switches: Switches): UserChange {
    const wanted: Record<string, unknown> = { ...texts, ...switches };
    if (texts.password === "") delete wanted.password;
    if (!isStaff(texts.role as Role)) {
        for (const name of ["employee_id", "department", "skills", "available"]) delete wanted[name];
    }
    if (user === null) return wanted;
    const changed = Object.entries(wanted).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(user[name as keyof Account]),
    );
    return Object.fromEntries(changed);
}

function Skills({ skills, setSkills }: { skills: string[]; setSkills: (skills: string[]) => void }) {
    const { t } = useTranslation("admin");
    const { data: types = [] } = useQuery(typesQuery);
    const { nameOf } = useTypeNames();
    return (
        <Fieldset legend={t("user.skills")}>
            <Text size="sm" c="dimmed" mb="xs">
                {t("user.skills_hint")}
            </Text>
            <div className="checks">
                {types.map((type) => (
                    <Checkbox
                        key={type.slug}
                        label={nameOf(type)}
                        checked={skills.includes(type.slug)}
                        onChange={({ currentTarget: { checked } }) =>
                            setSkills(
                                checked
                                    ? [...skills, type.slug]
                                    : skills.filter((slug) => slug !== type.slug),
                            )
                        }
                    />
                ))}
            </div>
        </Fieldset>
    );
}

interface StaffProps {
    form: ReturnType<typeof useForm<Texts>>;
    switches: Switches;
    setSwitches: (switches: Switches) => void;
}

function StaffFields({ form, switches, setSwitches }: StaffProps) {
    const { t } = useTranslation("admin");
    return (
        <>
            <div className="two">
                <TextInput label={t("user.employee_id")} maxLength={50} {...form.bind("employee_id")} />
                <TextInput label={t("user.department")} maxLength={100} {...form.bind("department")} />
            </div>
            <Checkbox
                label={t("user.available")}
                checked={switches.available}
                onChange={(event) =>
                    setSwitches({ ...switches, available: event.currentTarget.checked })
                }
            />
            <Skills
                skills={switches.skills}
                setSkills={(skills) => setSwitches({ ...switches, skills })}
            />
        </>
    );
}

function useSaving(user: Account | null, onRefused: (error: unknown) => void) {
    const navigate = useNavigate();
    return useMutation({
        mutationFn: async (change: UserChange): Promise<Account> =>
            user === null
                ? take(api.POST("/api/v1/users/", { body: change as NewUser }))
                : take(
                      api.PATCH("/api/v1/users/{id}/", {
                          params: { path: { id: user.id } },
                          body: change,
                      }),
                  ),
        onSuccess: async (saved) => {
            queryClient.setQueryData(["user", saved.id], saved);
            await queryClient.invalidateQueries({ queryKey: ["users"] });
            await queryClient.invalidateQueries({ queryKey: ["representatives"] });
            if (user === null) {
                await navigate({ to: "/manage/users/$id", params: { id: String(saved.id) } });
            }
        },
        onError: onRefused,
    });
}

/// Makes an account, or changes one. Nobody changes their own role or activity.
export function UserForm({ user }: { user: Account | null }) {
    const { t } = useTranslation(["admin", "portal"]);
    const own = useAccount();
    const form = useForm(textsOf(user));
    const [switches, setSwitches] = useState<Switches>({
        is_active: user?.is_active ?? true,
        available: user?.available ?? true,
        skills: user?.skills ?? [],
    });
    const saving = useSaving(user, (error) => form.markFrom(error));
    const isOwn = user !== null && user.id === own?.id;

    function submit(event: FormEvent) {
        event.preventDefault();
        saving.mutate(changeOf(user, form.values, switches));
    }

    return (
        <Paper withBorder p="lg" component="form" noValidate onSubmit={submit}>
            <Stack>
                <ContactFields form={form} />
                <Textarea label={t("portal:sign_up.address")} maxLength={500} {...form.bind("address")} />
                <TextInput
                    label={t("portal:sign_up.username")}
                    autoComplete="off"
                    autoCapitalize="none"
                    maxLength={150}
                    {...form.bind("username")}
                />
                <NativeSelect
                    label={t("user.role")}
                    description={isOwn ? t("user.own") : undefined}
                    disabled={isOwn}
                    data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
                    {...form.bind("role")}
                />
                {isStaff(form.values.role as Role) && (
                    <StaffFields form={form} switches={switches} setSwitches={setSwitches} />
                )}
                <Checkbox
                    label={t("user.is_active")}
                    description={t("user.is_active_hint")}
                    disabled={isOwn}
                    checked={switches.is_active}
                    onChange={(event) =>
                        setSwitches({ ...switches, is_active: event.currentTarget.checked })
                    }
                />
                <PasswordInput
                    label={t(user === null ? "user.password" : "user.new_password")}
                    description={t("user.password_hint")}
                    autoComplete="new-password"
                    {...form.bind("password")}
                />
                <FormFailure error={saving.error} />
                {saving.isSuccess && (
                    <Alert color="green" role="status">
                        {t("saved")}
                    </Alert>
                )}
                <Button type="submit" loading={saving.isPending}>
                    {t(user === null ? "user.make" : "save")}
                </Button>
            </Stack>
        </Paper>
    );
}
