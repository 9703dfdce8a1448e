"""Makes the contender's database: load.py reads bench/data.py's rows as JSON from stdin."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk.settings")
django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from desk.models import RequestComment, RequestUpdate, ServiceRequest  # noqa: E402
from desk.models import ServiceType, User  # noqa: E402


def load(data):
    call_command("migrate", "auth", verbosity=0)  # first: PostgreSQL checks what users refer to
    call_command("migrate", run_syncdb=True, verbosity=0)
    # One hash for all: it costs the same to verify, and a thousand of them only cost time here.
    password = make_password(data["password"])
    names = ("username", "email", "first_name", "last_name", "phone_number", "address")
    with transaction.atomic():
        User.objects.bulk_create(
            User(password=password, user_type=user["user_type"], **{n: user[n] for n in names})
            for user in data["users"]
        )
        users = {user.username: user for user in User.objects.all()}
        slugs = sorted({row["request_type"] for row in data["requests"]})
        ServiceType.objects.bulk_create(ServiceType(slug=slug, name=slug) for slug in slugs)
        types = {kind.slug: kind for kind in ServiceType.objects.all()}
        ServiceRequest.objects.bulk_create(
            ServiceRequest(
                id=number,
                customer=users[row["customer"]],
                service_type=types[row["request_type"]],
                description=row["description"],
                address=row["address"],
                assigned_to=users[data["support"]],
            )
            for number, row in enumerate(data["requests"], start=1)
        )
        RequestUpdate.objects.bulk_create(
            RequestUpdate(
                service_request_id=number, staff_member=users[data["support"]], comment=row["notes"]
            )
            for number, row in enumerate(data["requests"], start=1)
            if row["notes"]
        )
        RequestComment.objects.bulk_create(
            RequestComment(
                service_request_id=number, user=users[row["customer"]], comment=row["comment"]
            )
            for number, row in enumerate(data["requests"], start=1)
        )
    # PostgreSQL's sequence does not see numbers that were given.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [ServiceRequest]):
            cursor.execute(statement)


def durability():
    """The modes a connection of the server has, as the database itself states them."""
    is_sqlite = connection.vendor == "sqlite"
    names = ("journal_mode", "synchronous") if is_sqlite else ("fsync", "synchronous_commit")
    found = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"PRAGMA {name}" if is_sqlite else f"SHOW {name}")
            found[name] = cursor.fetchone()[0]
    return found


if __name__ == "__main__":
    load(json.load(sys.stdin))
    print(json.dumps(durability()))
