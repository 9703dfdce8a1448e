import { Button, Container, Paper, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { LeakReportForm } from "../leak-report/LeakReportForm";
import { isStaff, useAccount } from "../session/session";
import { ButtonLink } from "../ui/ButtonLink";
import { Icon } from "../ui/Icon";
import { PageTitle } from "../ui/PageTitle";
import { emergency_number } from "./number";

const steps = ["air", "flame", "switch", "valve", "leave", "call", "stay"] as const;

/// Customers report under their name, strangers without one; staff takes reports by phone.
function ReportDoor() {
    const { t } = useTranslation();
    const account = useAccount();
    if (account !== null && isStaff(account.role)) {
        return <Text size="sm">{t("emergency.staff_note")}</Text>;
    }
    return (
        <>
            <Text>{t("emergency.then_report")}</Text>
            {account === null ? (
                <LeakReportForm />
            ) : (
                <ButtonLink to="/requests/new" search={{ type: "leak" }} variant="default">
                    {t("emergency.report")}
                </ButtonLink>
            )}
        </>
    );
}

/// What to do, before any field to fill in.
export function EmergencyPage() {
    const { t } = useTranslation();
    return (
        <Container size="sm">
            <Stack gap="lg">
                <PageTitle>{t("emergency.title")}</PageTitle>
                <Text size="lg">{t("emergency.intro")}</Text>
                <ol className="safety-steps">
                    {steps.map((step) => (
                        <li key={step}>{t(`emergency.steps.${step}`)}</li>
                    ))}
                </ol>
                <Button
                    component="a"
                    href={`tel:${emergency_number}`}
                    size="xl"
                    color="red.8"
                    leftSection={<Icon name="phone" size={26} />}
                >
                    {t("emergency.call", { number: emergency_number })}
                </Button>
                <Paper withBorder p="lg">
                    <Stack align="stretch" gap="sm">
                        <Title order={2}>{t("emergency.made_safe")}</Title>
                        <Text fw={600}>{t("emergency.call_first")}</Text>
                        <ReportDoor />
                    </Stack>
                </Paper>
            </Stack>
        </Container>
    );
}
