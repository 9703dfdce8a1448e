"""The rows every contender is given: the same people, requests and staff notes."""

from __future__ import annotations

from typing import Any

PASSWORD = "Bench-Valve-2041!"
SUPPORT = "bench_support"
REQUEST_TYPES = ("gas_leak_inspection", "new_connection", "repair", "installation", "inspection")
STREETS = ("Sunrise Apartments, Koramangala", "Green Valley, Pune", "Lake View Road, Chennai")


def rows(customers: int, requests: int) -> dict[str, Any]:
    """Request n belongs to customer n modulo customers; every second one has a staff note, each has
    a comment of its customer."""
    people = [_person(f"bench_customer_{n}", "Customer", n, "customer") for n in range(customers)]
    return {
        "password": PASSWORD,
        "support": SUPPORT,
        "users": [_person(SUPPORT, "Support", 0, "support"), *people],
        "requests": [_request(n, f"bench_customer_{n % customers}") for n in range(requests)],
    }


def _person(username: str, last_name: str, number: int, user_type: str) -> dict[str, str]:
    return {
        "username": username,
        "email": f"{username}@example.com",
        "first_name": f"Number{number}",
        "last_name": last_name,
        "phone_number": f"+91{7000000000 + number}",
        "address": f"Flat {number}, {STREETS[number % len(STREETS)]}",
        "user_type": user_type,
    }


def _request(number: int, customer: str) -> dict[str, str]:
    return {
        "customer": customer,
        "request_type": REQUEST_TYPES[number % len(REQUEST_TYPES)],
        "description": f"Smell of gas near the kitchen stove, since this morning; case {number}",
        "address": f"Flat {number}, {STREETS[number % len(STREETS)]} - 560095",
        "notes": "Technician assigned for inspection" if number % 2 == 0 else "",
        "comment": f"When will somebody come? Please ring twice at flat {number}.",
    }
