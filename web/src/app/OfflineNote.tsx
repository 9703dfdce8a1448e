import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../ui/Icon";

/// Says that what is on the screen may be old, while the device has no connection.
export function OfflineNote() {
    const { t } = useTranslation();
    const [isOffline, setOffline] = useState(!navigator.onLine);
    useEffect(() => {
        const look = () => setOffline(!navigator.onLine);
        window.addEventListener("online", look);
        window.addEventListener("offline", look);
        return () => {
            window.removeEventListener("online", look);
            window.removeEventListener("offline", look);
        };
    }, []);
    return (
        <div role="status" className="offline">
            {isOffline && (
                <p>
                    <Icon name="alert" size={18} /> {t("app.offline")}
                </p>
            )}
        </div>
    );
}
