import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { Link, Outlet, useRouter } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { EmergencyBar } from "../emergency/EmergencyBar";
import { chooseLanguage, type Language, languages } from "../language/language";
import { useLive } from "../live/live";
import { accountQuery, logOut } from "../session/session";
import { ButtonLink } from "../ui/ButtonLink";
import { Icon } from "../ui/Icon";
import { OfflineNote } from "./OfflineNote";
import { placesOf } from "./places";

function LanguageChoice() {
    const { t, i18n } = useTranslation();
    return (
        <select
            className="language"
            aria-label={t("app.language")}
            value={i18n.language}
            onChange={(event) => void chooseLanguage(event.currentTarget.value as Language)}
        >
            {Object.entries(languages).map(([code, name]) => (
                <option key={code} value={code} lang={code}>
                    {name}
                </option>
            ))}
        </select>
    );
}

function SchemeChoice() {
    const { t } = useTranslation();
    const { setColorScheme } = useMantineColorScheme();
    const scheme = useComputedColorScheme("light");
    const other = scheme === "dark" ? "light" : "dark";
    return (
        <ActionIcon
            variant="subtle"
            size="lg"
            aria-label={t(`app.to_${other}`)}
            title={t(`app.to_${other}`)}
            onClick={() => setColorScheme(other)}
        >
            <Icon name={other === "dark" ? "moon" : "sun"} />
        </ActionIcon>
    );
}

function Door() {
    const { t } = useTranslation();
    const router = useRouter();
    const { data: account, isPending } = useQuery(accountQuery);
    if (isPending) return null;
    if (!account) {
        return (
            <ButtonLink to="/log-in" variant="subtle" size="sm" px="xs">
                {t("nav.log_in")}
            </ButtonLink>
        );
    }
    const leave = async () => {
        await logOut();
        await router.navigate({ to: "/" });
    };
    const name = account.first_name || account.username;
    return (
        <Button
            variant="subtle"
            size="sm"
            px="xs"
            leftSection={<Icon name="leave" size={18} />}
            aria-label={`${t("nav.log_out")} (${t("app.signed_in_as", { name })})`}
            title={t("app.signed_in_as", { name })}
            onClick={() => void leave()}
        >
            <span className="wide-only">{t("nav.log_out")}</span>
        </Button>
    );
}

function Navigation() {
    const { t } = useTranslation();
    const { data: account } = useQuery(accountQuery);
    if (!account) return null;
    return (
        <nav className="places" aria-label={t("app.main_navigation")}>
            {placesOf(account.role).map(({ to, icon, name }) => (
                <Link key={to} to={to} activeOptions={{ exact: to === "/requests" }}>
                    <Icon name={icon} />
                    <span>{t(`nav.${name}`)}</span>
                </Link>
            ))}
        </nav>
    );
}

/// What is around every screen.
export function Shell() {
    const { t } = useTranslation();
    const { data: account } = useQuery(accountQuery);
    useLive(account?.id ?? null);
    return (
        <div className="shell">
            <a className="skip" href="#content">
                {t("app.skip")}
            </a>
            <EmergencyBar />
            <header className="head">
                <Link to="/" className="brand" aria-label={`${t("app.name")}: ${t("app.home")}`}>
                    <img src="/favicon.svg" alt="" width={28} height={28} />
                    <span>{t("app.name")}</span>
                </Link>
                <Navigation />
                <div className="head-end">
                    <LanguageChoice />
                    <SchemeChoice />
                    <Door />
                </div>
            </header>
            <OfflineNote />
            <main id="content" tabIndex={-1}>
                <Outlet />
            </main>
        </div>
    );
}
