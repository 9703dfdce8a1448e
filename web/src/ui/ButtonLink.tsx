import { Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { type AnchorHTMLAttributes, forwardRef } from "react";

type Props = ButtonProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps>;

const Anchor = forwardRef<HTMLAnchorElement, Props>((props, ref) => (
    <Button ref={ref} component="a" {...props} />
));
Anchor.displayName = "ButtonAnchor";

/// A link of this app that looks like a button.
export const ButtonLink = createLink(Anchor);
