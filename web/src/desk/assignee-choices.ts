import { useTranslation } from "react-i18next";

import { useRepresentatives } from "../representative/representatives";
import { useAccount } from "../session/session";

export const nobody = "";

export interface AssigneeChoice {
    value: string;
    label: string;
    name: string;
}

interface Person {
    id: number;
    name: string;
}

/// Every person once: nobody, oneself, the present assignee even if no longer active, colleagues.
export function useAssigneeChoices(present: Person | null): AssigneeChoice[] {
    const { t } = useTranslation("desk");
    const account = useAccount();
    const colleagues = useRepresentatives();
    const choices = new Map<string, AssigneeChoice>();
    const add = (value: string, name: string, label: string) => {
        if (!choices.has(value)) choices.set(value, { value, name, label });
    };
    add(nobody, t("assign.nobody"), t("assign.nobody"));
    if (account !== null) {
        const name = `${account.first_name} ${account.last_name}`.trim() || account.username;
        add(String(account.id), name, t("assign.me", { name }));
    }
    if (present !== null) add(String(present.id), present.name, present.name);
    for (const { id, name, open_work: count } of colleagues) {
        add(String(id), name, t("assign.colleague", { name, count }));
    }
    return [...choices.values()];
}
