"""The shapes of seed 000, by the names that contracts.md §2 gives them."""

from __future__ import annotations

from .shapes import MOMENT, Maybe

U = {"id": int, "username": str, "email": str, "first_name": str, "last_name": str}
CP = {
    "id": int,
    "user": U,
    "customer_id": str,
    "phone_number": str,
    "address": str,
    "created_at": MOMENT,
    "updated_at": MOMENT,
}
REP = {
    "id": int,
    "user": U,
    "employee_id": str,
    "department": str,
    "created_at": MOMENT,
    "updated_at": MOMENT,
}
ST = {
    "id": int,
    "name": str,
    "description": str,
    "estimated_time": int,
    "created_at": MOMENT,
    "updated_at": MOMENT,
}
CM = {
    "id": int,
    "service_request": int,
    "user": U,
    "comment": str,
    "created_at": MOMENT,
    "updated_at": MOMENT,
}
SR = {
    "id": int,
    "customer": U,
    "service_type": ST,
    "description": str,
    "status": str,
    "priority": str,
    "attachment": Maybe(str),
    "created_at": MOMENT,
    "updated_at": MOMENT,
    "completed_at": Maybe(MOMENT),
    "assigned_to": Maybe(U),
    "comments": [CM],
}
SRD = SR | {
    "support_tickets": [
        {
            "id": int,
            "status": str,
            "priority": str,
            "created_at": MOMENT,
            "resolved_at": Maybe(MOMENT),
        }
    ]
}
TK = {
    "id": int,
    "service_request": SR,
    "assigned_to": Maybe(U),
    "priority": str,
    "status": str,
    "description": str,
    "resolution_notes": str,
    "created_at": MOMENT,
    "updated_at": MOMENT,
    "resolved_at": Maybe(MOMENT),
}
IN = {
    "id": int,
    "support_ticket": TK,
    "customer": U,
    "support_rep": U,
    "interaction_type": str,
    "notes": str,
    "created_at": MOMENT,
    "duration": Maybe(int),
}
TKD = TK | {"interactions": [IN], "total_interaction_time": int}
