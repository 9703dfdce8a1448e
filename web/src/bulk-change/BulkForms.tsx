import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { useAssigneeChoices } from "../desk/assignee-choices";
import { StatusFields, useStatusFields } from "../desk/StatusFields";
import { statuses } from "../desk/view";
import { useAccount } from "../session/session";
import { Dialog } from "../ui/Dialog";
import { FormFailure } from "../ui/states";
import type { useBulkChange, Wish } from "./bulk-change";

interface Props {
    count: number;
    apply: (wish: Wish, onDone?: () => void) => void;
    close: () => void;
    sending: ReturnType<typeof useBulkChange>["apply"];
}

interface FrameProps extends Props {
    title: string;
    button: string;
    onSubmit: () => void;
    children: ReactNode;
}

function Frame({ count, title, button, sending, close, onSubmit, children }: FrameProps) {
    const { t } = useTranslation("desk");
    return (
        <Dialog title={title} close={close}>
            <form
                onSubmit={(event: FormEvent) => {
                    event.preventDefault();
                    onSubmit();
                }}
            >
                <Stack gap="sm">
                    <Text size="sm">{t("bulk.safe", { count })}</Text>
                    {children}
                    <FormFailure error={sending.error} />
                    <Group>
                        <Button type="submit" loading={sending.isPending}>
                            {button}
                        </Button>
                        <Button variant="default" onClick={close}>
                            {t("action.back")}
                        </Button>
                    </Group>
                </Stack>
            </form>
        </Dialog>
    );
}

export function BulkAssign(props: Props) {
    const { t } = useTranslation("desk");
    const account = useAccount();
    const choices = useAssigneeChoices(null);
    const [value, setValue] = useState(account === null ? "" : String(account.id));
    const chosen = choices.find((choice) => choice.value === value);
    return (
        <Frame
            {...props}
            title={t("bulk.assign_title", { count: props.count })}
            button={t("bulk.assign")}
            onSubmit={() =>
                props.apply({
                    kind: "assign",
                    to: value === "" ? null : Number(value),
                    name: chosen?.name ?? "",
                })
            }
        >
            <NativeSelect
                autoFocus
                label={t("assign.label")}
                data={choices.map(({ value, label }) => ({ value, label }))}
                value={value}
                onChange={(event) => setValue(event.currentTarget.value)}
            />
        </Frame>
    );
}

export function BulkStatus(props: Props) {
    const { t } = useTranslation("desk");
    const fields = useStatusFields("status.bulk", "in_progress");
    function submit() {
        const notes = fields.check();
        if (notes === null) return;
        props.apply({ kind: "status", to: fields.wanted, notes }, () => fields.setNotes(""));
    }
    return (
        <Frame
            {...props}
            title={t("bulk.status_title", { count: props.count })}
            button={t("status.submit")}
            onSubmit={submit}
        >
            <StatusFields fields={fields} choices={statuses} />
        </Frame>
    );
}
