import {
    createRootRoute,
    createRoute,
    createRouter,
    lazyRouteComponent,
    type ParsedLocation,
    redirect,
} from "@tanstack/react-router";

import { ApiError } from "../api/problem";
import { queryClient } from "../api/query";
import { deskSearchOf } from "../desk/view";
import { Landing } from "../emergency/Landing";
import { accountQuery, homeOf, type Role } from "../session/session";
import { Failure, Loading, Unfit } from "../ui/states";
import { Shell } from "./Shell";

interface Guarded {
    location: ParsedLocation;
}

/// Lets these roles in. Strangers log in first and come back; others get the forbidden screen.
function only(...roles: Role[]) {
    return async ({ location }: Guarded) => {
        const account = await queryClient.ensureQueryData(accountQuery);
        if (account === null) throw redirect({ to: "/log-in", search: { next: location.href } });
        if (!roles.includes(account.role)) throw new ApiError(403, "forbidden", "", {}, null);
    };
}

const anybody: Role[] = ["customer", "support", "technician", "admin"];

const staff: Role[] = ["support", "technician", "admin"];

const root = createRootRoute({
    component: Shell,
    notFoundComponent: () => <Unfit kind="not_found" />,
});

/// A path of this app, never another site: what comes in a link may be anybody's. Browsers leave out
/// tabs and line breaks before they look for the second slash.
function ownPath(text: unknown): string | undefined {
    return typeof text === "string" && /^\/(?![/\\])[^\t\r\n]*$/.test(text) ? text : undefined;
}

/// Names what it refuses, as undefined, and so must every validateSearch: the router lays what it
/// returns over what came in the link, so that what is left out comes through.
function nextOf(search: Record<string, unknown>): { next?: string } {
    return { next: ownPath(search.next) };
}

/// What the link of an invitation carries.
function invitationOf(search: Record<string, unknown>): { code?: string; role?: string } {
    const { code, role } = search;
    return typeof code === "string" && (role === "support" || role === "technician")
        ? { code, role }
        : { code: undefined, role: undefined };
}

/// Who is signed in has no business at the door.
async function onlyStrangers() {
    const account = await queryClient.ensureQueryData(accountQuery);
    if (account !== null) throw redirect({ to: homeOf(account.role) });
}

const landing = createRoute({ getParentRoute: () => root, path: "/", component: Landing });

const emergency = createRoute({
    getParentRoute: () => root,
    path: "/emergency",
    component: lazyRouteComponent(() => import("../emergency/EmergencyPage"), "EmergencyPage"),
});

const follow = createRoute({
    getParentRoute: () => root,
    path: "/follow",
    component: lazyRouteComponent(() => import("../leak-report/FollowPage"), "FollowPage"),
});

const logInRoute = createRoute({
    getParentRoute: () => root,
    path: "/log-in",
    validateSearch: nextOf,
    beforeLoad: onlyStrangers,
    component: lazyRouteComponent(() => import("../session/LogInPage"), "LogInPage"),
});

const signUp = createRoute({
    getParentRoute: () => root,
    path: "/sign-up",
    validateSearch: invitationOf,
    beforeLoad: onlyStrangers,
    component: lazyRouteComponent(() => import("../account/SignUpPage"), "SignUpPage"),
});

const password = createRoute({
    getParentRoute: () => root,
    path: "/password",
    beforeLoad: only(...anybody),
    component: lazyRouteComponent(() => import("../account/PasswordPage"), "PasswordPage"),
});

const profile = createRoute({
    getParentRoute: () => root,
    path: "/profile",
    beforeLoad: only(...anybody),
    component: lazyRouteComponent(() => import("../account/ProfilePage"), "ProfilePage"),
});

const requests = createRoute({
    getParentRoute: () => root,
    path: "/requests",
    beforeLoad: only("customer"),
    component: lazyRouteComponent(() => import("../service-request/MyRequestsPage"), "MyRequestsPage"),
});

const newRequest = createRoute({
    getParentRoute: () => root,
    path: "/requests/new",
    validateSearch: ({ type }: Record<string, unknown>): { type?: string } => ({
        type: typeof type === "string" ? type : undefined,
    }),
    beforeLoad: only("customer"),
    component: lazyRouteComponent(() => import("../service-request/NewRequestPage"), "NewRequestPage"),
});

const request = createRoute({
    getParentRoute: () => root,
    path: "/requests/$id",
    beforeLoad: only("customer"),
    component: lazyRouteComponent(() => import("../service-request/RequestPage"), "RequestPage"),
});

const desk = createRoute({
    getParentRoute: () => root,
    path: "/desk",
    validateSearch: deskSearchOf,
    beforeLoad: only(...staff),
    component: lazyRouteComponent(() => import("../desk/DeskPage"), "DeskPage"),
});

const tickets = createRoute({
    getParentRoute: () => root,
    path: "/tickets",
    beforeLoad: only(...anybody),
    component: lazyRouteComponent(() => import("../ticket/TicketsPage"), "TicketsPage"),
});

const newTicket = createRoute({
    getParentRoute: () => root,
    path: "/tickets/new",
    beforeLoad: only("customer"),
    component: lazyRouteComponent(() => import("../ticket/NewTicketPage"), "NewTicketPage"),
});

const ticket = createRoute({
    getParentRoute: () => root,
    path: "/tickets/$id",
    beforeLoad: only(...anybody),
    component: lazyRouteComponent(() => import("../ticket/TicketPage"), "TicketPage"),
});

const users = createRoute({
    getParentRoute: () => root,
    path: "/manage/users",
    beforeLoad: only("admin"),
    component: lazyRouteComponent(() => import("../user/UsersPage"), "UsersPage"),
});

const newUser = createRoute({
    getParentRoute: () => root,
    path: "/manage/users/new",
    beforeLoad: only("admin"),
    component: lazyRouteComponent(() => import("../user/UserPage"), "NewUserPage"),
});

const user = createRoute({
    getParentRoute: () => root,
    path: "/manage/users/$id",
    beforeLoad: only("admin"),
    component: lazyRouteComponent(() => import("../user/UserPage"), "UserPage"),
});

const serviceTypes = createRoute({
    getParentRoute: () => root,
    path: "/manage/service-types",
    beforeLoad: only("admin"),
    component: lazyRouteComponent(() => import("../service-type/ServiceTypesPage"), "ServiceTypesPage"),
});

const newServiceType = createRoute({
    getParentRoute: () => root,
    path: "/manage/service-types/new",
    beforeLoad: only("admin"),
    component: lazyRouteComponent(() => import("../service-type/ServiceTypePage"), "NewServiceTypePage"),
});

const serviceType = createRoute({
    getParentRoute: () => root,
    path: "/manage/service-types/$id",
    beforeLoad: only("admin"),
    component: lazyRouteComponent(() => import("../service-type/ServiceTypePage"), "ServiceTypePage"),
});

const invitations = createRoute({
    getParentRoute: () => root,
    path: "/manage/invitations",
    beforeLoad: only("admin"),
    component: lazyRouteComponent(() => import("../invitation/InvitationsPage"), "InvitationsPage"),
});

const dashboard = createRoute({
    getParentRoute: () => root,
    path: "/dashboard",
    beforeLoad: only("support", "admin"),
    component: lazyRouteComponent(() => import("../dashboard/DashboardPage"), "DashboardPage"),
});

const audit = createRoute({
    getParentRoute: () => root,
    path: "/manage/audit",
    beforeLoad: only("admin"),
    component: lazyRouteComponent(() => import("../audit/AuditPage"), "AuditPage"),
});

const system = createRoute({
    getParentRoute: () => root,
    path: "/manage/system",
    beforeLoad: only("admin"),
    component: lazyRouteComponent(() => import("../system/SystemPage"), "SystemPage"),
});

const routeTree = root.addChildren([
    landing,
    emergency,
    follow,
    logInRoute,
    signUp,
    password,
    profile,
    requests,
    newRequest,
    request,
    desk,
    tickets,
    newTicket,
    ticket,
    users,
    newUser,
    user,
    serviceTypes,
    newServiceType,
    serviceType,
    invitations,
    dashboard,
    audit,
    system,
]);

export const router = createRouter({
    routeTree,
    scrollRestoration: true,
    defaultPreload: "intent",
    defaultPendingMs: 150,
    defaultPendingComponent: () => <Loading />,
    defaultErrorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
    defaultNotFoundComponent: () => <Unfit kind="not_found" />,
});

declare module "@tanstack/react-router" {
    interface Register {
        router: typeof router;
    }
}
