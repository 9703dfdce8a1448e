"""The document of seed 004, step by step, every example of it verbatim (contracts.md §6)."""

from __future__ import annotations

from harness.scenario import Scenario, run_flow

TOKEN = {"Authorization": "Token {token}"}

DOCUMENT = [
    Scenario(
        "sign up",
        None,
        "POST",
        "/api/signup/",
        201,
        json={
            "username": "Lyly",
            "first_name": "",
            "last_name": "",
            "email": "lyly@yopmail.com",
            "is_customer_service": "False",
            "password": "12345aaa",
        },
        has=[
            '{"username":"Lyly","first_name":"","last_name":"","email":"lyly@yopmail.com",'
            '"is_customer_service":false,"password":"********"}'
        ],
        lacks=["pbkdf2", "argon2", "12345aaa"],
    ),
    Scenario(
        "another customer signs up",
        None,
        "POST",
        "/api/signup/",
        201,
        json={
            "username": "DavidClaw",
            "email": "david@yopmail.com",
            "password": "12345aaa",
        },
        has=["$.is_customer_service == false"],
    ),
    Scenario(
        "authentication",
        None,
        "POST",
        "/api/token/",
        200,
        json={"username": "DavidClaw", "password": "12345aaa"},
        capture={"token": "$.token"},
    ),
    Scenario(
        "create ticket",
        None,
        "POST",
        "/api/newticket/",
        201,
        headers=TOKEN,
        json={"subject": "DavidClaw ticket", "message": "message content"},
        has=['"subject":"DavidClaw ticket"}'],
        capture={"ticket": "$.id"},
    ),
    Scenario(
        "get ticket details",
        None,
        "GET",
        "/api/tickets/{ticket}/posts/",
        200,
        headers=TOKEN,
        has=[
            '{"count":1,"next":null,"previous":null,"results":[{"id":',
            '"username":"DavidClaw","message":"message content","created_at":"2',
            '+07:00"}]}',
        ],
        capture={"first": "$.results[0].id"},
    ),
    Scenario(
        "the other customer logs in",
        None,
        "POST",
        "/api/token/",
        200,
        json={"username": "Lyly", "password": "12345aaa"},
        capture={"lyly": "$.token"},
    ),
    Scenario(
        "reply to any ticket",
        None,
        "POST",
        "/api/tickets/{ticket}/reply/",
        201,
        headers={"Authorization": "Token {lyly}"},
        json={"message": "message content"},
        has=['"status":"Success"}'],
        capture={"reply": "$.id"},
    ),
    Scenario(
        "delete a post",
        None,
        "DELETE",
        "/api/posts/{reply}/",
        204,
        headers={"Authorization": "Token {lyly}", "Content-Type": "application/json"},
        has_headers={"Content-Length": None},
    ),
    Scenario(
        "the first post stays",
        None,
        "DELETE",
        "/api/posts/{first}/",
        403,
        headers=TOKEN,
        has=[
            '{"error":"You are not allowed to delete to this post. '
            'Please contact administrators for help."}'
        ],
    ),
    Scenario(
        "one post is left",
        None,
        "GET",
        "/api/tickets/{ticket}/posts/",
        200,
        headers=TOKEN,
        has=["$.count == 1"],
    ),
]


def test_the_document(demo):
    run_flow(demo, DOCUMENT)


def test_customer_service_made_by_an_administrator(demo):
    run_flow(
        demo,
        [
            Scenario(
                "an administrator signs somebody up",
                "admin",
                "POST",
                "/api/signup/",
                201,
                json={
                    "username": "service_lyly",
                    "email": "service.lyly@yopmail.com",
                    "is_customer_service": "True",
                    "password": "12345aaa",
                },
                has=["$.is_customer_service == true"],
            ),
            Scenario(
                "who then logs in",
                None,
                "POST",
                "/api/token/",
                200,
                json={"username": "service_lyly", "password": "12345aaa"},
                capture={"token": "$.token"},
            ),
            Scenario(
                "and cannot open a ticket",
                None,
                "POST",
                "/api/newticket/",
                403,
                headers=TOKEN,
                json={"subject": "s", "message": "m"},
                has=[
                    '{"error":"You are not allowed to create a ticket. '
                    'Please contact administrators for help."}'
                ],
            ),
        ],
    )
