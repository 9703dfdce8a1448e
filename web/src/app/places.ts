import type { Role } from "../session/session";
import type { IconName } from "../ui/Icon";

type Name =
    | "requests"
    | "new_request"
    | "desk"
    | "users"
    | "service_types"
    | "tickets"
    | "dashboard"
    | "system"
    | "profile";

interface Place {
    to:
        | "/requests"
        | "/requests/new"
        | "/desk"
        | "/manage/users"
        | "/manage/service-types"
        | "/tickets"
        | "/dashboard"
        | "/manage/system"
        | "/profile";
    icon: IconName;
    name: Name;
}

const profile: Place = { to: "/profile", icon: "person", name: "profile" };
const desk: Place = { to: "/desk", icon: "inbox", name: "desk" };

const dashboard: Place = { to: "/dashboard", icon: "bars", name: "dashboard" };
const tickets: Place = { to: "/tickets", icon: "mail", name: "tickets" };

const of_customers: Place[] = [
    { to: "/requests", icon: "list", name: "requests" },
    { to: "/requests/new", icon: "plus", name: "new_request" },
    tickets,
    profile,
];

const of_administrators: Place[] = [
    desk,
    tickets,
    dashboard,
    { to: "/manage/users", icon: "people", name: "users" },
    { to: "/manage/service-types", icon: "tag", name: "service_types" },
    { to: "/manage/system", icon: "gear", name: "system" },
    profile,
];

/// The places that a role goes to, as the main navigation shows them.
export function placesOf(role: Role): Place[] {
    if (role === "customer") return of_customers;
    if (role === "admin") return of_administrators;
    return role === "support" ? [desk, tickets, dashboard, profile] : [desk, tickets, profile];
}
