import { Alert, Button, Group, Paper, Progress, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { EmergencyWarning } from "../emergency/EmergencyWarning";
import { fieldFaults } from "../language/fault";
import { type ServiceType, useTypeNames } from "../service-type/types";
import { ButtonLink } from "../ui/ButtonLink";
import { FormFailure } from "../ui/states";
import type { Draft } from "./draft";
import { FilePicker } from "./FilePicker";
import { files_max } from "./request";
import { useSending } from "./sending";
import { useExpectation } from "./TypeChoice";

interface Props {
    type: ServiceType;
    draft: Draft;
    isKept: boolean;
    change: (part: Partial<Draft>) => void;
    renewKey: () => void;
    discard: () => void;
}

function ChosenType({ type, onChange }: { type: ServiceType; onChange: () => void }) {
    const { t } = useTranslation();
    const { nameOf, descriptionOf } = useTypeNames();
    const expectation = useExpectation();
    return (
        <Paper withBorder p="md">
            <Group justify="space-between" align="flex-start" wrap="nowrap">
                <div>
                    <Text fw={650}>{nameOf(type)}</Text>
                    <Text size="sm">{descriptionOf(type)}</Text>
                    <Text size="sm" c="dimmed">
                        {expectation(type)}
                    </Text>
                </div>
                <Button variant="subtle" size="compact-sm" onClick={onChange} className="unshrunk">
                    {t("new_request.change_type")}
                </Button>
            </Group>
        </Paper>
    );
}

function Waiting({ tryNow, isPending }: { tryNow: () => void; isPending: boolean }) {
    const { t } = useTranslation();
    return (
        <Alert color="yellow" title={t("new_request.waiting_title")} role="status">
            <Stack align="flex-start" gap="sm">
                <Text size="sm">{t("new_request.waiting")}</Text>
                <Button size="xs" variant="default" onClick={tryNow} loading={isPending}>
                    {t("new_request.try_now")}
                </Button>
            </Stack>
        </Alert>
    );
}

function ArrivedBefore() {
    const { t } = useTranslation();
    return (
        <Alert color="yellow" title={t("new_request.already_title")} role="status">
            <Stack align="flex-start" gap="sm">
                <Text size="sm">{t("new_request.already")}</Text>
                <ButtonLink to="/requests" size="xs" variant="default">
                    {t("new_request.see_requests")}
                </ButtonLink>
            </Stack>
        </Alert>
    );
}

export function NewRequestForm({ type, draft, isKept, change, renewKey, discard }: Props) {
    const { t } = useTranslation();
    const [files, setFiles] = useState<File[]>([]);
    const [faults, setFaults] = useState<Record<string, string>>({});
    const description = useRef<HTMLTextAreaElement>(null);
    const onRefused = useCallback(
        (error: unknown) => {
            setFaults(fieldFaults(error));
            renewKey();
        },
        [renewKey],
    );
    const sending = useSending({ draft, files, onRefused });

    function submit(event: FormEvent) {
        event.preventDefault();
        if (draft.description.trim() === "") {
            setFaults({ description: t("new_request.needs_description") });
            description.current?.focus();
            return;
        }
        setFaults({});
        sending.send();
    }

    return (
        <form noValidate onSubmit={submit}>
            <Stack>
                <ChosenType type={type} onChange={() => change({ type: "" })} />
                {type.hazard === "emergency" && <EmergencyWarning />}
                <Textarea
                    ref={description}
                    label={t("new_request.description")}
                    description={t("new_request.description_hint")}
                    minRows={4}
                    rows={5}
                    maxLength={10_000}
                    required
                    value={draft.description}
                    error={faults.description ?? faults.details}
                    onChange={(event) => change({ description: event.currentTarget.value })}
                />
                <Textarea
                    label={t("new_request.address")}
                    description={t("new_request.address_hint")}
                    rows={2}
                    maxLength={500}
                    autoComplete="street-address"
                    value={draft.address}
                    error={faults.address}
                    onChange={(event) => change({ address: event.currentTarget.value })}
                />
                <TextInput
                    label={t("new_request.subject")}
                    description={t("new_request.subject_hint")}
                    maxLength={255}
                    value={draft.title}
                    error={faults.title}
                    onChange={(event) => change({ title: event.currentTarget.value })}
                />
                <div>
                    <Text fw={500}>{t("new_request.photos")}</Text>
                    <Text size="sm" c="dimmed" mb="xs">
                        {t("new_request.photos_hint", { count: files_max })}
                    </Text>
                    <FilePicker
                        files={files}
                        max={files_max}
                        label={t("new_request.add_photo")}
                        onChange={(chosen) => {
                            setFiles(chosen);
                            change({ hadFiles: chosen.length > 0 });
                        }}
                    />
                    {faults.attachment !== undefined && <Text c="red">{faults.attachment}</Text>}
                </div>
                {sending.isWaiting && <Waiting tryNow={sending.send} isPending={sending.isPending} />}
                {sending.hasArrivedBefore && <ArrivedBefore />}
                <FormFailure error={sending.error} />
                {sending.isPending && !sending.isWaiting && files.length > 0 && (
                    <div role="status">
                        <Text size="sm">{t("new_request.sending", { percent: sending.percent })}</Text>
                        <Progress value={sending.percent} aria-label={t("new_request.photos")} />
                    </div>
                )}
                <Group>
                    <Button type="submit" size="md" loading={sending.isPending && !sending.isWaiting}>
                        {t("new_request.submit")}
                    </Button>
                    {isKept && (
                        <>
                            <Text size="sm" c="dimmed" role="status">
                                {t("new_request.kept")}
                            </Text>
                            <Button variant="subtle" size="compact-sm" onClick={discard}>
                                {t("new_request.discard")}
                            </Button>
                        </>
                    )}
                </Group>
            </Stack>
        </form>
    );
}
