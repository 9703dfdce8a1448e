import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../ui/Icon";

const accepted = "image/*,application/pdf";
const kilobyte = 1024;

export function sizeText(bytes: number): string {
    if (bytes < kilobyte * kilobyte) return `${Math.max(1, Math.round(bytes / kilobyte))} kB`;
    return `${(bytes / kilobyte / kilobyte).toFixed(1)} MB`;
}

function Preview({ file }: { file: File }) {
    const url = useMemo(
        () => (file.type.startsWith("image/") ? URL.createObjectURL(file) : null),
        [file],
    );
    useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
    return url === null ? <Icon name="paper" size={32} /> : <img src={url} alt="" />;
}

interface Props {
    files: File[];
    onChange: (files: File[]) => void;
    max: number;
    label: string;
}

interface DoorProps {
    from: "camera" | "files";
    label: string;
    isFull: boolean;
    add: (files: File[]) => void;
}

/// A button before the browser's own field, which has no words of ours.
function FileDoor({ from, label, isFull, add }: DoorProps) {
    const input = useRef<HTMLInputElement>(null);
    const isCamera = from === "camera";
    return (
        <>
            <input
                ref={input}
                type="file"
                className="file-input"
                accept={isCamera ? "image/*" : accepted}
                capture={isCamera ? "environment" : undefined}
                multiple={!isCamera}
                aria-label={label}
                tabIndex={-1}
                onChange={(event) => {
                    const chosen = Array.from(event.currentTarget.files ?? []);
                    event.currentTarget.value = "";
                    add(chosen);
                }}
            />
            <Button
                variant="default"
                className={isCamera ? "touch-only" : undefined}
                leftSection={<Icon name={isCamera ? "camera" : "paper"} />}
                disabled={isFull}
                onClick={() => input.current?.click()}
            >
                {label}
            </Button>
        </>
    );
}

/// Takes photos with the camera of a phone or chooses files, and shows what was chosen.
export function FilePicker({ files, onChange, max, label }: Props) {
    const { t } = useTranslation();
    const isFull = files.length >= max;
    const add = (chosen: File[]) => onChange([...files, ...chosen].slice(0, max));
    return (
        <div>
            <Group gap="xs">
                <FileDoor from="camera" label={t("new_request.take_photo")} isFull={isFull} add={add} />
                <FileDoor from="files" label={label} isFull={isFull} add={add} />
            </Group>
            <ul className="files-chosen">
                {files.map((file, position) => (
                    <li key={`${file.name}-${position}`}>
                        <Preview file={file} />
                        <Group gap={0} className="file-name">
                            <Text size="sm" truncate>
                                {file.name}
                            </Text>
                            <Text size="xs" c="dimmed">
                                {sizeText(file.size)}
                            </Text>
                        </Group>
                        <ActionIcon
                            variant="subtle"
                            size="lg"
                            aria-label={t("new_request.remove_file", { name: file.name })}
                            onClick={() => onChange(files.filter((_, at) => at !== position))}
                        >
                            <Icon name="cross" size={18} />
                        </ActionIcon>
                    </li>
                ))}
            </ul>
        </div>
    );
}
