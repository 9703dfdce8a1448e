"""The accounts that `--profile demo` always ships. README.md prints the same list."""

from __future__ import annotations

from typing import NamedTuple

PASSWORD = "PilotlightDemo@2026"


class Login(NamedTuple):
    username: str
    password: str = PASSWORD


CUSTOMER = Login("meera_customer")
OTHER_CUSTOMER = Login("ravi_customer")
SUPPORT = Login("asha_support")
SECOND_SUPPORT = Login("dev_support")
TECHNICIAN = Login("tarun_technician")
ADMIN = Login("admin")
DEACTIVATED = Login("old_account")

# The words a scenario's `who` may use beside a plain user name.
ROLES: dict[str, Login] = {
    "customer": CUSTOMER,
    "other_customer": OTHER_CUSTOMER,
    "support": SUPPORT,
    "second_support": SECOND_SUPPORT,
    "technician": TECHNICIAN,
    "admin": ADMIN,
    "deactivated": DEACTIVATED,
}

# What the `production` fixture makes with `pilotlight createsuperuser` before the first start.
PRODUCTION_ADMIN = Login("chief_admin", "Valve-Seat-9041!")


def find(who: str | Login) -> Login:
    """The log-in for a role word, a demo user name or a Login (returned as it is)."""
    if isinstance(who, Login):
        return who
    return ROLES.get(who, Login(who))
