import { type ChangeEvent, useState } from "react";

import { fieldFaults } from "../language/fault";

type Faults<Fields> = Partial<Record<keyof Fields, string>>;

interface Bound {
    value: string;
    error: string | undefined;
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) => void;
}

/// The texts of a form, each with its fault. A fault goes when its field is changed.
export function useForm<Fields extends Record<string, string>>(initial: Fields) {
    const [values, setValues] = useState(initial);
    const [faults, setFaults] = useState<Faults<Fields>>({});

    function set(name: keyof Fields, value: string): void {
        setValues((before) => ({ ...before, [name]: value }));
        setFaults((before) => ({ ...before, [name]: undefined }));
    }

    return {
        values,
        set,
        setValues,
        bind: (name: keyof Fields & string): Bound & { name: string } => ({
            name,
            value: values[name] ?? "",
            error: faults[name],
            onChange: (event) => set(name, event.currentTarget.value),
        }),
        /// Marks the fields and moves the focus to the first of them; false when there was none.
        mark(found: Faults<Fields>): boolean {
            const names = Object.keys(found).filter((name) => found[name]);
            setFaults(found);
            if (names.length === 0) return false;
            requestAnimationFrame(() => {
                const selector = names.map((name) => `[name="${name}"]`).join(",");
                document.querySelector<HTMLElement>(selector)?.focus();
            });
            return true;
        },
        markFrom(error: unknown): void {
            this.mark(fieldFaults(error) as Faults<Fields>);
        },
    };
}
