import { Alert, Container, Stack } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { typesQuery } from "../service-type/types";
import { useAccount } from "../session/session";
import { PageTitle } from "../ui/PageTitle";
import { Loading } from "../ui/states";
import { useDraft } from "./draft";
import { NewRequestForm } from "./NewRequestForm";
import { TypeChoice } from "./TypeChoice";

/// First the type, then what it is about. Everything typed is kept on the device.
export function NewRequestPage() {
    const { t } = useTranslation();
    const account = useAccount();
    const search = useSearch({ from: "/requests/new" });
    const { draft, isKept, change, renewKey, discard } = useDraft(
        search.type,
        account?.address ?? "",
    );
    const [hadFiles, setHadFiles] = useState(draft.hadFiles);
    const types = useQuery(typesQuery);
    const type = types.data?.find((each) => each.slug === draft.type);
    const isComing = draft.type !== "" && types.isPending;

    return (
        <Container size="md">
            <Stack gap="lg">
                <PageTitle>{t("new_request.title")}</PageTitle>
                {hadFiles && <Alert>{t("new_request.photos_not_kept")}</Alert>}
                {isComing && <Loading />}
                {!isComing && type === undefined && (
                    <TypeChoice choose={(slug) => change({ type: slug })} />
                )}
                {type !== undefined && (
                    <NewRequestForm
                        type={type}
                        draft={draft}
                        isKept={isKept}
                        change={change}
                        renewKey={renewKey}
                        discard={() => {
                            setHadFiles(false);
                            discard();
                        }}
                    />
                )}
            </Stack>
        </Container>
    );
}
