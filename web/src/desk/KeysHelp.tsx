import { Button, Checkbox, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Dialog } from "../ui/Dialog";

const keys = [
    ["j", "next"],
    ["k", "previous"],
    ["Enter", "open"],
    ["a", "assign"],
    ["r", "reply"],
    ["n", "note"],
    ["s", "status"],
    ["x", "select"],
    ["Shift x", "select_range"],
    ["Escape", "select_none"],
    ["u", "undo"],
    ["/", "search"],
    ["?", "help"],
] as const;

interface Props {
    isOn: boolean;
    setOn: (on: boolean) => void;
    close: () => void;
}

export function KeysHelp({ isOn, setOn, close }: Props) {
    const { t } = useTranslation(["desk", "portal"]);
    return (
        <Dialog title={t("keys.title")} close={close}>
            <dl className="keys">
                {keys.map(([key, name]) => (
                    <div key={key}>
                        <dt>
                            <kbd>{key}</kbd>
                        </dt>
                        <dd>{t(`keys.${name}`)}</dd>
                    </div>
                ))}
            </dl>
            <Group justify="space-between" mt="md">
                <Checkbox
                    label={t("keys.on")}
                    checked={isOn}
                    onChange={(event) => setOn(event.currentTarget.checked)}
                />
                <Button variant="default" onClick={close}>
                    {t("portal:state.close")}
                </Button>
            </Group>
        </Dialog>
    );
}
