import { Title } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";

interface Props {
    title: string;
    close: () => void;
    children: ReactNode;
}

/// A question before everything else. The browser's own dialog holds the focus, gives it back and
/// closes on Escape.
export function Dialog({ title, close, children }: Props) {
    const dialog = useRef<HTMLDialogElement>(null);
    const id = useId();
    useEffect(() => {
        const element = dialog.current;
        element?.showModal();
        return () => element?.close();
    }, []);
    return (
        <dialog
            ref={dialog}
            className="dialog"
            aria-labelledby={id}
            onCancel={(event) => {
                event.preventDefault();
                close();
            }}
        >
            <Title order={2} id={id} mb="sm">
                {title}
            </Title>
            {children}
        </dialog>
    );
}
