"""Registration: each refusal of contracts.md §3 in seed 001's words."""

from __future__ import annotations

import pytest
from harness.scenario import Scenario, each, run

V1 = "/api/v1"
NEW = {
    "username": "fresh_one",
    "password": "Valve-Seat-9041!",
    "password2": "Valve-Seat-9041!",
    "email": "fresh@example.com",
    "first_name": "Fresh",
    "last_name": "One",
    "user_type": "customer",
}


def without(*names, **changes):
    return {k: v for k, v in {**NEW, **changes}.items() if k not in names}


REGISTRATION = [
    Scenario(
        "nothing at all",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json={},
        has=[
            '$.error == "Registration failed"',
            '$.username[0] == "Username is required."',
            '$.detail.username[0] == "Username is required."',
            '$.email[0] == "Email address is required."',
            '$.first_name[0] == "First name is required."',
            '$.last_name[0] == "Last name is required."',
            '$.password[0] == "This field is required."',
            '$.user_type[0] == "Invalid user type selected."',
        ],
    ),
    Scenario(
        "a taken user name, whatever its case",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(username="Meera_Customer"),
        has=[
            '$.username[0] == "A user with that username already exists."',
            '$.detail.username[0] == "A user with that username already exists."',
        ],
    ),
    Scenario(
        "passwords that differ",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(password2="Valve-Seat-9042!"),
        has=['$.password[0] == "Password fields didn\'t match."'],
    ),
    Scenario(
        "a short password",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(password="Ab3$", password2="Ab3$"),
        has=["This password is too short. It must contain at least 8 characters."],
    ),
    Scenario(
        "an unknown type of user",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(user_type="boss"),
        has=['\\"boss\\" is not a valid choice.'],
    ),
    Scenario(
        "an administrator by registration",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(user_type="admin"),
        has=['\\"admin\\" is not a valid choice.'],
    ),
    Scenario(
        "a telephone number with letters",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(phone_number="call me"),
        has=['$.phone_number[0] == "Phone number can only contain digits and + symbol."'],
    ),
    Scenario(
        "a telephone number too long",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(phone_number="+1234567890123456"),
        has=["no more than 15 characters"],
    ),
    Scenario(
        "a bad address",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(email="not-an-address"),
        has=['$.email[0] == "Enter a valid email address."'],
    ),
    Scenario(
        "a bad user name",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(username="two words"),
        has=["Enter a valid username."],
    ),
    Scenario(
        "a blank first name is named",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(first_name="  "),
        has=['$.first_name[0] == "First name is required."'],
    ),
    Scenario(
        "null",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(username=None),
        has=['$.username[0] == "This field may not be null."'],
    ),
    Scenario(
        "not a text",
        None,
        "POST",
        f"{V1}/register/",
        400,
        json=without(first_name=[1]),
        has=['$.first_name[0] == "Not a valid string."'],
    ),
    Scenario(
        "broken JSON stays plain",
        None,
        "POST",
        f"{V1}/register/",
        400,
        body="{",
        headers={"Content-Type": "application/json"},
        has=["JSON parse error"],
        lacks=["Registration failed"],
    ),
]


@each(REGISTRATION)
def test_registration(demo, scenario, captures):
    run(demo, scenario, captures)


ALONE = {
    "two that differ, the first too short": (
        {"password": "Ab3$", "password2": "Ab3$9"},
        "password",
        "This password is too short. It must contain at least 8 characters.",
    ),
    "two that differ": (
        {"password2": "Valve-Seat-9042!"},
        "password",
        "Password fields didn't match.",
    ),
    "no type of user at all": ({"user_type": None}, "user_type", "This field may not be null."),
}


@pytest.mark.parametrize("changes, name, sentence", ALONE.values(), ids=ALONE)
def test_one_fault_is_told_in_one_sentence(demo, changes, name, sentence):
    refused = demo.client().post(f"{V1}/register/", json={**NEW, **changes}).expect(400)
    assert refused.json[name] == [sentence]
    assert refused.json["detail"] == {name: [sentence]}
