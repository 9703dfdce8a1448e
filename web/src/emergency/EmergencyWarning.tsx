import { Alert, Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Icon } from "../ui/Icon";
import { emergency_number } from "./number";

/// Above the form of a dangerous type.
export function EmergencyWarning() {
    const { t } = useTranslation();
    return (
        <Alert color="red" icon={<Icon name="alert" />}>
            {t("new_request.emergency_warning", { number: emergency_number })}{" "}
            <Anchor component={Link} to="/emergency" size="sm">
                {t("emergency.smell_hint")}
            </Anchor>
        </Alert>
    );
}
