import { Alert, Progress, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, takePage } from "../api/client";
import { queryClient } from "../api/query";
import { upload } from "../api/upload";
import { sentenceOf } from "../language/fault";
import { Icon } from "../ui/Icon";
import { Failure, Loading } from "../ui/states";
import { FilePicker, sizeText } from "./FilePicker";
import { type Attachment, files_max } from "./request";

function attachmentsQuery(id: number) {
    return {
        queryKey: ["attachments", id],
        queryFn: () =>
            takePage(
                api.GET("/api/v1/requests/{id}/attachments/", {
                    params: { path: { id }, query: { limit: 100 } },
                }),
            ),
    };
}

/// The address by its path alone: absolute links may name another host than the one in use.
function pathOf({ url }: Attachment): string {
    return new URL(url, window.location.origin).pathname;
}

function FileLink({ file }: { file: Attachment }) {
    const isPicture = file.media_type.startsWith("image/");
    return (
        <li>
            <a href={pathOf(file)} download={file.name} className="file">
                {isPicture ? (
                    <img src={pathOf(file)} alt="" loading="lazy" />
                ) : (
                    <span className="file-paper">
                        <Icon name="paper" size={32} />
                    </span>
                )}
                <span className="file-label">
                    {file.name} <span>({sizeText(file.size_bytes)})</span>
                </span>
            </a>
        </li>
    );
}

function AddFiles({ id, max }: { id: number; max: number }) {
    const { t } = useTranslation();
    const [part, setPart] = useState(0);
    const adding = useMutation({
        mutationFn: (files: File[]) => {
            const form = new FormData();
            for (const file of files) form.append("file", file, file.name);
            return upload({ path: `/api/v1/requests/${id}/attachments/`, form, onProgress: setPart });
        },
        onSuccess: () =>
            Promise.all(
                ["attachments", "timeline", "request"].map((name) =>
                    queryClient.invalidateQueries({ queryKey: [name, id] }),
                ),
            ),
    });
    const percent = Math.round(part * 100);
    return (
        <Stack gap="xs">
            <FilePicker
                files={[]}
                max={max}
                label={t("request.add_files")}
                onChange={(files) => files.length > 0 && adding.mutate(files)}
            />
            {adding.isPending && (
                <div role="status">
                    <Text size="sm">{t("request.adding", { percent })}</Text>
                    <Progress value={percent} aria-label={t("request.files")} />
                </div>
            )}
            {adding.isError && (
                <Alert color="red" role="alert">
                    {sentenceOf(adding.error)}
                </Alert>
            )}
        </Stack>
    );
}

export function Attachments({ id, mayAdd }: { id: number; mayAdd: boolean }) {
    const { t } = useTranslation();
    const list = useQuery(attachmentsQuery(id));
    if (list.isPending) return <Loading rows={1} />;
    if (list.isError) return <Failure error={list.error} retry={() => void list.refetch()} />;
    const files = list.data.rows;
    return (
        <Stack gap="sm">
            {files.length === 0 && <Text c="dimmed">{t("request.no_files")}</Text>}
            {files.length > 0 && (
                <ul className="files">
                    {files.map((file) => (
                        <FileLink key={file.id} file={file} />
                    ))}
                </ul>
            )}
            {mayAdd && files.length < files_max && (
                <AddFiles id={id} max={files_max - files.length} />
            )}
        </Stack>
    );
}
