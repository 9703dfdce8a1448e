import { Container, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Icon } from "../ui/Icon";
import { PageTitle } from "../ui/PageTitle";
import { Failure, Loading, Unfit } from "../ui/states";
import { ServiceTypeForm } from "./ServiceTypeForm";
import { typesQuery, useTypeNames } from "./types";

function BackToTypes() {
    const { t } = useTranslation("admin");
    return (
        <Link to="/manage/service-types" className="back">
            <Icon name="back" size={18} />
            {t("type.title")}
        </Link>
    );
}

export function ServiceTypePage() {
    const { id } = useParams({ from: "/manage/service-types/$id" });
    const types = useQuery(typesQuery);
    const { nameOf } = useTypeNames();
    const type = types.data?.find((each) => String(each.id) === id);
    if (types.data !== undefined && type === undefined) return <Unfit kind="not_found" />;
    return (
        <Container size="sm">
            <Stack>
                <BackToTypes />
                {types.isPending && <Loading />}
                {types.isError && <Failure error={types.error} retry={() => void types.refetch()} />}
                {type !== undefined && (
                    <>
                        <PageTitle>{nameOf(type)}</PageTitle>
                        <ServiceTypeForm key={type.id} type={type} />
                    </>
                )}
            </Stack>
        </Container>
    );
}

export function NewServiceTypePage() {
    const { t } = useTranslation("admin");
    return (
        <Container size="sm">
            <Stack>
                <BackToTypes />
                <PageTitle>{t("type.add")}</PageTitle>
                <ServiceTypeForm type={null} />
            </Stack>
        </Container>
    );
}
