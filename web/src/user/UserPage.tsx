import { Container, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Icon } from "../ui/Icon";
import { PageTitle } from "../ui/PageTitle";
import { Failure, Loading, Unfit } from "../ui/states";
import { UserForm } from "./UserForm";
import { userQuery } from "./users";

function BackToUsers() {
    const { t } = useTranslation("admin");
    return (
        <Link to="/manage/users" className="back">
            <Icon name="back" size={18} />
            {t("user.title")}
        </Link>
    );
}

export function UserPage() {
    const params = useParams({ from: "/manage/users/$id" });
    const id = Number(params.id);
    const isNumber = Number.isSafeInteger(id) && id > 0;
    const user = useQuery({ ...userQuery(id), enabled: isNumber });
    if (!isNumber) return <Unfit kind="not_found" />;
    return (
        <Container size="sm">
            <Stack>
                <BackToUsers />
                {user.isPending && <Loading />}
                {user.isError && <Failure error={user.error} retry={() => void user.refetch()} />}
                {user.data && (
                    <>
                        <PageTitle>{`${user.data.first_name} ${user.data.last_name}`}</PageTitle>
                        <UserForm key={user.data.id} user={user.data} />
                    </>
                )}
            </Stack>
        </Container>
    );
}

export function NewUserPage() {
    const { t } = useTranslation("admin");
    return (
        <Container size="sm">
            <Stack>
                <BackToUsers />
                <PageTitle>{t("user.add")}</PageTitle>
                <UserForm user={null} />
            </Stack>
        </Container>
    );
}
