import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { DeskSearch } from "../desk/view";
import { fieldFaults } from "../language/fault";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";
import { FormFailure } from "../ui/states";
import {
    isSameQueue,
    savedViewsQuery,
    type ShownView,
    shownViews,
    useDeleteView,
    useRenameView,
    useSaveView,
} from "./saved-views";

interface NameFormProps {
    title: string;
    hint?: string;
    initial: string;
    error: unknown;
    isPending: boolean;
    submit: (name: string) => void;
    close: () => void;
    children?: ReactNode;
}

function NameForm({ title, hint, initial, error, isPending, submit, close, children }: NameFormProps) {
    const { t } = useTranslation("desk");
    const [name, setName] = useState(initial);
    const [isMissing, setMissing] = useState(false);
    const send = (event: FormEvent) => {
        event.preventDefault();
        if (name.trim() === "") setMissing(true);
        else submit(name.trim());
    };
    return (
        <Dialog title={title} close={close}>
            <form onSubmit={send} noValidate>
                <Stack gap="sm">
                    {hint !== undefined && <Text size="sm">{hint}</Text>}
                    <TextInput
                        autoFocus
                        name="name"
                        label={t("saved.name")}
                        maxLength={100}
                        value={name}
                        error={isMissing ? t("saved.name_missing") : fieldFaults(error).name}
                        onChange={(event) => {
                            setMissing(false);
                            setName(event.currentTarget.value);
                        }}
                    />
                    <FormFailure error={error} />
                    <Group>
                        <Button type="submit" loading={isPending}>
                            {t("action.save")}
                        </Button>
                        <Button variant="default" onClick={close}>
                            {t("action.back")}
                        </Button>
                        {children}
                    </Group>
                </Stack>
            </form>
        </Dialog>
    );
}

function SaveDialog({ search, close }: { search: DeskSearch; close: () => void }) {
    const { t } = useTranslation("desk");
    const save = useSaveView(close);
    return (
        <NameForm
            title={t("saved.save")}
            hint={t("saved.hint")}
            initial={search.q ?? ""}
            error={save.error}
            isPending={save.isPending}
            submit={(name) => save.mutate({ name, search })}
            close={close}
        />
    );
}

function EditDialog({ view, close }: { view: ShownView; close: () => void }) {
    const { t } = useTranslation("desk");
    const rename = useRenameView(view.id, close);
    const remove = useDeleteView(view.id, close);
    return (
        <NameForm
            title={t("saved.edit", { name: view.name })}
            initial={view.name}
            error={rename.error ?? remove.error}
            isPending={rename.isPending}
            submit={rename.mutate}
            close={close}
        >
            <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
                {t("saved.delete")}
            </Button>
        </NameForm>
    );
}

function useViews(search: DeskSearch) {
    const { data, isError } = useQuery(savedViewsQuery);
    const views = shownViews(data ?? []);
    const current = views.find((view) => isSameQueue(view.search, search));
    return { views, current, isError };
}

/// The filters that this person has given a name.
export function SavedViews({ search }: { search: DeskSearch }) {
    const { t } = useTranslation("desk");
    const { views, current, isError } = useViews(search);
    if (isError) return <Text size="sm">{t("saved.failed")}</Text>;
    if (views.length === 0) return null;
    return (
        <nav className="chips" aria-label={t("saved.title")}>
            {views.map((view) => (
                <Link
                    key={view.id}
                    to="/desk"
                    search={view.search}
                    aria-current={view === current ? "page" : undefined}
                >
                    <Icon name="bookmark" size={14} />
                    <span className="saved-name">{view.name}</span>
                    {view.count !== null && <span className="count">{view.count}</span>}
                </Link>
            ))}
        </nav>
    );
}

/// Gives the filters that are set now a name, or another one.
export function SaveView({ search }: { search: DeskSearch }) {
    const { t } = useTranslation("desk");
    const [asks, setAsks] = useState(false);
    const { current } = useViews(search);
    const close = () => setAsks(false);
    return (
        <>
            <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<Icon name="bookmark" size={16} />}
                onClick={() => setAsks(true)}
            >
                {t(current === undefined ? "saved.save" : "saved.change")}
            </Button>
            {asks && current === undefined && <SaveDialog search={search} close={close} />}
            {asks && current !== undefined && <EditDialog view={current} close={close} />}
        </>
    );
}
