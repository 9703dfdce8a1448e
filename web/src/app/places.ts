import type { Role } from "../session/session";
import type { IconName } from "../ui/Icon";

type Name =
    | "requests"
    | "new_request"
    | "desk"
    | "users"
    | "service_types"
    | "invitations"
    | "profile";

interface Place {
    to:
        | "/requests"
        | "/requests/new"
        | "/desk"
        | "/admin/users"
        | "/admin/service-types"
        | "/admin/invitations"
        | "/profile";
    icon: IconName;
    name: Name;
}

const profile: Place = { to: "/profile", icon: "person", name: "profile" };
const desk: Place = { to: "/desk", icon: "inbox", name: "desk" };

const of_customers: Place[] = [
    { to: "/requests", icon: "list", name: "requests" },
    { to: "/requests/new", icon: "plus", name: "new_request" },
    profile,
];

const of_administrators: Place[] = [
    desk,
    { to: "/admin/users", icon: "people", name: "users" },
    { to: "/admin/service-types", icon: "tag", name: "service_types" },
    { to: "/admin/invitations", icon: "mail", name: "invitations" },
    profile,
];

/// The places that a role goes to, as the main navigation shows them.
export function placesOf(role: Role): Place[] {
    if (role === "customer") return of_customers;
    return role === "admin" ? of_administrators : [desk, profile];
}
