import { TextInput } from "@mantine/core";

import { Icon } from "./Icon";

interface Props {
    id?: string;
    label: string;
    value: string;
    onChange: (text: string) => void;
}

export function SearchField({ id, label, value, onChange }: Props) {
    return (
        <TextInput
            id={id}
            type="search"
            aria-label={label}
            placeholder={label}
            leftSection={<Icon name="search" size={18} />}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
        />
    );
}
