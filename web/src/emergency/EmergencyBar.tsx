import { useTranslation } from "react-i18next";

import { Icon } from "../ui/Icon";
import { emergency_number } from "./number";

/// On top of every screen, for everybody, before anything is loaded.
export function EmergencyBar() {
    const { t } = useTranslation();
    return (
        <aside className="emergency-bar" aria-label={t("emergency.bar")}>
            <span>{t("emergency.bar")}</span>
            <a href={`tel:${emergency_number}`}>
                <Icon name="phone" size={18} />
                {t("emergency.call", { number: emergency_number })}
            </a>
        </aside>
    );
}
