import { queryOptions, useMutation } from "@tanstack/react-query";

import { api, type Schemas, take } from "../api/client";
import { queryClient } from "../api/query";
import { default_view, type DeskSearch, deskSearchOf, filterOf, type View } from "../desk/view";
import { pollingEvery } from "../live/live";
import { refresh_ms } from "../service-request/request";

type CountedView = Schemas["CountedView"];
type Filters = CountedView["filters"];

/// Under the key of the lists, because what changes a list changes its count.
export const savedViewsQuery = queryOptions({
    queryKey: ["requests", "views"],
    refetchInterval: pollingEvery(refresh_ms),
    queryFn: () => take(api.GET("/api/v1/views/")),
});

const view_of: Record<string, View> = { me: "mine", none: "unassigned" };

/// The search of the desk that shows a view; null for one that the desk has no filters for, which
/// another program has made.
export function searchOf(filters: Filters): DeskSearch | null {
    const { status, type, priority, assignee, q, sort: _sort, ...others } = filters;
    const view = assignee === null ? "all" : view_of[assignee];
    const isForeign = Object.values(others).some((value) => value !== null);
    if (view === undefined || isForeign) return null;
    const words = { view, status: status ?? "any", type, priority, q };
    const given = Object.entries(words).filter(([, word]) => word !== null);
    return deskSearchOf(Object.fromEntries(given));
}

/// Whether two searches show the same queue.
export function isSameQueue(one: DeskSearch, other: DeskSearch): boolean {
    const said = (search: DeskSearch) => JSON.stringify([search.view ?? default_view, filterOf(search)]);
    return said(one) === said(other);
}

export interface ShownView {
    id: number;
    name: string;
    count: number | null;
    search: DeskSearch;
}

export function shownViews(views: readonly CountedView[]): ShownView[] {
    return views.flatMap(({ id, name, count, filters }) => {
        const search = searchOf(filters);
        return search === null ? [] : [{ id, name, count, search }];
    });
}

const refresh = () => queryClient.invalidateQueries({ queryKey: savedViewsQuery.queryKey });

export function useSaveView(onDone: () => void) {
    return useMutation({
        mutationFn: ({ name, search }: { name: string; search: DeskSearch }) => {
            const body = { name, filters: filterOf(search) } as Schemas["NewSavedView"];
            return take(api.POST("/api/v1/views/", { body }));
        },
        onSuccess: async () => {
            await refresh();
            onDone();
        },
    });
}

export function useRenameView(id: number, onDone: () => void) {
    return useMutation({
        mutationFn: (name: string) => {
            const body: Schemas["SavedViewChange"] = { name };
            return take(api.PATCH("/api/v1/views/{id}/", { params: { path: { id } }, body }));
        },
        onSuccess: async () => {
            await refresh();
            onDone();
        },
    });
}

export function useDeleteView(id: number, onDone: () => void) {
    return useMutation({
        mutationFn: () => take(api.DELETE("/api/v1/views/{id}/", { params: { path: { id } } })),
        onSuccess: async () => {
            await refresh();
            onDone();
        },
    });
}
