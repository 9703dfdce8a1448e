import { Container, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { homeOf, useAccount } from "../session/session";
import { ButtonLink } from "../ui/ButtonLink";
import { Icon, type IconName } from "../ui/Icon";
import { PageTitle } from "../ui/PageTitle";
import { emergency_number } from "./number";

const promises: [IconName, "follow" | "photo" | "weak"][] = [
    ["clock", "follow"],
    ["camera", "photo"],
    ["signal", "weak"],
];

function Doors() {
    const { t } = useTranslation();
    const account = useAccount();
    if (account !== null) {
        const home = homeOf(account.role);
        return (
            <ButtonLink to={home} size="md">
                {t(home === "/desk" ? "nav.desk" : "nav.requests")}
            </ButtonLink>
        );
    }
    return (
        <>
            <ButtonLink to="/log-in" size="md">
                {t("landing.have_account")}
            </ButtonLink>
            <ButtonLink to="/sign-up" size="md" variant="default">
                {t("landing.new_here")}
            </ButtonLink>
        </>
    );
}

/// The first screen of a stranger: the emergency before everything else.
export function Landing() {
    const { t } = useTranslation();
    return (
        <Container size="md">
            <Stack gap="xl">
                <section className="smell" aria-labelledby="smell">
                    <Link to="/emergency" className="smell-door" id="smell">
                        <Icon name="alert" size={40} />
                        <span>
                            <strong>{t("emergency.smell")}</strong>
                            <span>{t("emergency.smell_hint")}</span>
                        </span>
                    </Link>
                    <a className="smell-call" href={`tel:${emergency_number}`}>
                        <Icon name="phone" size={28} />
                        {t("emergency.call", { number: emergency_number })}
                    </a>
                </section>
                <section className="welcome">
                    <PageTitle takesFocus={false}>{t("landing.title")}</PageTitle>
                    <Text size="lg">{t("landing.intro")}</Text>
                    <div className="doors">
                        <Doors />
                    </div>
                </section>
                <ul className="promises">
                    {promises.map(([icon, name]) => (
                        <li key={name}>
                            <Icon name={icon} size={26} />
                            <h2>{t(`landing.${name}`)}</h2>
                            <Text size="sm">{t(`landing.${name}_text`)}</Text>
                        </li>
                    ))}
                </ul>
            </Stack>
        </Container>
    );
}
