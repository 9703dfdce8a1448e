import { Title } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

interface Props {
    children: string;
    /// Not for what is only looked at, such as the landing page.
    takesFocus?: boolean;
}

/// The one h1 of a screen. It names the document and takes the focus, so that a screen reader
/// begins where the new screen begins.
export function PageTitle({ children, takesFocus = true }: Props) {
    const { t } = useTranslation();
    const heading = useRef<HTMLHeadingElement>(null);
    useEffect(() => {
        document.title = `${children} · ${t("app.name")}`;
    }, [children, t]);
    useEffect(() => {
        if (takesFocus) heading.current?.focus({ preventScroll: true });
    }, [takesFocus]);
    return (
        <Title order={1} ref={heading} tabIndex={-1} className="page-title">
            {children}
        </Title>
    );
}
