import type { Role } from "../session/session";
import type { IconName } from "../ui/Icon";

interface Place {
    to: "/requests" | "/requests/new" | "/desk" | "/profile";
    icon: IconName;
    name: "requests" | "new_request" | "desk" | "profile";
}

const of_customers: Place[] = [
    { to: "/requests", icon: "list", name: "requests" },
    { to: "/requests/new", icon: "plus", name: "new_request" },
    { to: "/profile", icon: "person", name: "profile" },
];

const of_staff: Place[] = [
    { to: "/desk", icon: "inbox", name: "desk" },
    { to: "/profile", icon: "person", name: "profile" },
];

/// The places that a role goes to, as the main navigation shows them.
export function placesOf(role: Role): Place[] {
    return role === "customer" ? of_customers : of_staff;
}
