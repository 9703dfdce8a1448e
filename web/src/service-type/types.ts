import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, type Schemas, take } from "../api/client";
import { namesHindi } from "./names.hi";

export type ServiceType = Schemas["ServiceType"];

/// All of them: a utility has some dozens.
export const typesQuery = queryOptions({
    queryKey: ["service-types"],
    staleTime: 5 * 60_000,
    queryFn: () => take(api.GET("/api/v1/service-types/", { params: { query: { limit: 100 } } })),
});

type Named = Pick<ServiceType, "slug" | "name" | "description">;

/// How a type is called in the reader's language: its own words where nobody translated them.
export function useTypeNames() {
    const { i18n } = useTranslation();
    const { data: types } = useQuery(typesQuery);
    const known = i18n.language === "hi" ? namesHindi : {};
    const nameOf = (type: Named) => known[type.slug]?.name ?? type.name;
    return {
        nameOf,
        descriptionOf: (type: Named) => known[type.slug]?.description ?? type.description,
        nameOfSlug: (slug: string) => {
            const type = types?.find((each) => each.slug === slug);
            return type === undefined ? slug : nameOf(type);
        },
    };
}
