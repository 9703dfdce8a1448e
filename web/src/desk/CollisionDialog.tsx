import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { FormFailure } from "../ui/states";
import { Dialog } from "../ui/Dialog";
import { type Compared, differencesOf, type useChange } from "./change";

function useWord(): (field: Compared, value: string) => string {
    const { t } = useTranslation(["desk", "portal"]);
    return (field, value) => {
        if (value === "") return "–";
        if (field === "status" || field === "priority") {
            return t(`portal:${field}.${value}` as "portal:status.pending");
        }
        return value;
    };
}

/// Two wanted to change one request: what stood there, what stands there now, what I want. Nothing
/// is overwritten before one of the buttons is pressed.
export function CollisionDialog({ change }: { change: ReturnType<typeof useChange> }) {
    const { t } = useTranslation(["desk", "portal"]);
    const word = useWord();
    const { collision } = change;
    if (collision === null) return null;
    return (
        <Dialog title={t("collision.title")} close={change.dropMine}>
            <Stack gap="sm">
                <Text>{t("collision.text")}</Text>
                <div className="scroll" role="group" aria-label={t("collision.title")} tabIndex={0}>
                    <table className="table">
                        <thead>
                            <tr>
                                <th scope="col">{t("collision.field")}</th>
                                <th scope="col">{t("collision.before")}</th>
                                <th scope="col">{t("collision.now")}</th>
                                <th scope="col">{t("collision.mine")}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {differencesOf(collision).map(({ field, before, now, mine }) => (
                                <tr key={field}>
                                    <th scope="row">{t(`field.${field}`)}</th>
                                    <td>{word(field, before)}</td>
                                    <td>{word(field, now)}</td>
                                    <td>{mine === null ? "–" : word(field, mine)}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
                <FormFailure error={change.error} />
                <Group>
                    <Button onClick={change.applyMine} loading={change.isPending}>
                        {t("collision.apply")}
                    </Button>
                    <Button variant="default" onClick={change.dropMine}>
                        {t("collision.keep")}
                    </Button>
                </Group>
            </Stack>
        </Dialog>
    );
}
