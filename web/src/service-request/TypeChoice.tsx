import { Badge, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { type ServiceType, typesQuery, useTypeNames } from "../service-type/types";
import { SearchField } from "../ui/SearchField";
import { Failure, Loading } from "../ui/states";

const hours_a_day = 24;

/// "Usually done within 2 days".
export function useExpectation(): (type: ServiceType) => string {
    const { t } = useTranslation();
    return ({ estimated_time_hours: hours }) =>
        hours > hours_a_day
            ? t("new_request.days", { count: Math.ceil(hours / hours_a_day) })
            : t("new_request.hours", { count: hours });
}

function TypeCard({ type, choose }: { type: ServiceType; choose: (slug: string) => void }) {
    const { t } = useTranslation();
    const { nameOf, descriptionOf } = useTypeNames();
    const expectation = useExpectation();
    return (
        <li>
            <UnstyledButton
                className="type-card"
                data-hazard={type.hazard}
                onClick={() => choose(type.slug)}
            >
                <strong>{nameOf(type)}</strong>
                {type.hazard === "emergency" && (
                    <Badge className="tone tone-urgent" variant="default" tt="none">
                        {t("new_request.emergency_type")}
                    </Badge>
                )}
                <Text size="sm">{descriptionOf(type)}</Text>
                <Text size="sm" c="dimmed">
                    {expectation(type)}
                </Text>
            </UnstyledButton>
        </li>
    );
}

/// The types that hold every word of the search, and always what is dangerous.
function useFitting(types: ServiceType[], search: string): ServiceType[] {
    const { nameOf, descriptionOf } = useTypeNames();
    const words = search.toLocaleLowerCase().split(/\s+/);
    return types.filter((type) => {
        const text = `${nameOf(type)} ${descriptionOf(type)}`.toLocaleLowerCase();
        return type.is_active && (type.hazard === "emergency" || words.every((word) => text.includes(word)));
    });
}

/// Cards of all types, each with what to expect.
export function TypeChoice({ choose }: { choose: (slug: string) => void }) {
    const { t } = useTranslation();
    const [search, setSearch] = useState("");
    const types = useQuery(typesQuery);
    const fitting = useFitting(types.data ?? [], search);
    if (types.isPending) return <Loading rows={4} />;
    if (types.isError) return <Failure error={types.error} retry={() => void types.refetch()} />;
    return (
        <Stack gap="sm">
            <Title order={2}>{t("new_request.choose")}</Title>
            <Text c="dimmed">{t("new_request.choose_hint")}</Text>
            <SearchField label={t("new_request.search")} value={search} onChange={setSearch} />
            <ul className="type-cards" aria-live="polite">
                {fitting.map((type) => (
                    <TypeCard key={type.id} type={type} choose={choose} />
                ))}
            </ul>
        </Stack>
    );
}
