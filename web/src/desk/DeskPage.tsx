import { ActionIcon, Group, Text, Title } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../ui/Icon";
import { PageTitle } from "../ui/PageTitle";
import { focusOn, moveFocus, press, useKeys, useKeySwitch } from "./keys";
import { KeysHelp } from "./KeysHelp";
import { Queue } from "./Queue";
import { QueueFilters } from "./QueueFilters";
import { WorkPane } from "./WorkPane";

const rows = ".queue-row";

export function DeskPage() {
    const { t } = useTranslation("desk");
    const search = useSearch({ from: "/desk" });
    const [asksHelp, setAsksHelp] = useState(false);
    const [keysOn, setKeysOn] = useKeySwitch();
    useKeys(
        {
            j: () => moveFocus(rows, 1),
            k: () => moveFocus(rows, -1),
            a: () => press("#bulk-assign") || focusOn("#assignee"),
            r: () => focusOn("#reply"),
            n: () => focusOn("#note"),
            s: () => press("#bulk-status") || press("#change-status"),
            "/": () => focusOn("#queue-search"),
            "?": () => setAsksHelp(true),
        },
        keysOn,
    );
    return (
        <div className="desk" data-open={search.id !== undefined}>
            <section className="desk-queue" aria-label={t("queue.title")}>
                <Group justify="space-between" mb="sm">
                    {search.id === undefined ? (
                        <PageTitle>{t("queue.title")}</PageTitle>
                    ) : (
                        <Title order={2}>{t("queue.title")}</Title>
                    )}
                    <ActionIcon
                        variant="subtle"
                        size="lg"
                        aria-label={t("keys.title")}
                        title={t("keys.title")}
                        onClick={() => setAsksHelp(true)}
                    >
                        <Icon name="keys" />
                    </ActionIcon>
                </Group>
                <QueueFilters search={search} />
                <Queue search={search} keysOn={keysOn} />
            </section>
            <section className="desk-work" aria-label={t("queue.request")}>
                {search.id === undefined ? (
                    <Text c="dimmed" className="desk-none">
                        {t("queue.choose")}
                    </Text>
                ) : (
                    <WorkPane id={search.id} search={search} />
                )}
            </section>
            {asksHelp && (
                <KeysHelp isOn={keysOn} setOn={setKeysOn} close={() => setAsksHelp(false)} />
            )}
        </div>
    );
}
