"""What a provider's claims give, in tables; hostile claims give nothing."""

import math

import pytest

from lib.access import PUBLIC, Actor, Role
from lib.ui.identity import find_account, find_actor, find_unknown_roles, is_valid

RULES: dict[str, object] = {
    "auth": {"client_id": "x"},
    "roles": {
        "beheerder": ["beheer@example.nl", "Hoofd.Kantoor@Example.NL"],
        "redacteur": ["redactie@example.nl", "twee@example.nl"],
        "driehoek": ["twee@example.nl"],
        "medewerker": "een@example.nl",
    },
    "groups": {
        "beheerder": ["dashboard-beheer"],
        "redacteur": ["dashboard-redactie", "communicatie"],
        "driehoek": ["driehoek"],
        "medewerker": ["iedereen"],
    },
}


def who(**claims: object) -> Actor:
    return find_actor({"sub": "123", **claims}, rules=RULES)


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("beheer@example.nl", Role.ADMINISTRATOR),
        ("BEHEER@EXAMPLE.NL", Role.ADMINISTRATOR),
        ("hoofd.kantoor@example.nl", Role.ADMINISTRATOR),
        ("redactie@example.nl", Role.EDITOR),
        ("een@example.nl", Role.STAFF),
    ],
)
def test_an_address_gives_its_role(email: str, role: Role) -> None:
    assert who(email=email) == Actor(email.lower(), role)
    assert who(email=email, email_verified=True) == Actor(email.lower(), role)


@pytest.mark.parametrize(
    "email",
    [
        None,
        1,
        True,
        {},
        "",
        " ",
        "onbekend@example.nl",
        ["beheer@example.nl"],
        {"beheer@example.nl": True},
        b"beheer@example.nl",
        # Nearly the address: spaces, parts, more than one.
        " beheer@example.nl",
        "beheer@example.nl ",
        "beheer@example.nl\n",
        "beheer@example.nl\0",
        "beheer@example.nl,x@example.org",
        "beheer@example.nl.example.org",
        "beheer",
        "e",
        "@",
        "beheer+1@example.nl",
        "*",
        "%",
        "beheer@*",
        # Looks or folds like it: Cyrillic е, Kelvin sign for k, long s, full width, dotless i.
        "b\u0435heer@example.nl",
        "hoofd.\u212aantoor@example.nl",
        "redactie@example\u3002nl",
        "\uff42eheer@example.nl",
        "redact\u0131e@example.nl",
        "beheer@example.n\u0142",
        "be\u200bheer@example.nl",
        "\u202ebeheer@example.nl",
        "behe\u0301er@example.nl",
    ],
)
def test_any_other_address_gives_nothing(email: object) -> None:
    assert who(email=email) is PUBLIC


@pytest.mark.parametrize("verified", [False, None, 0, 1, "true", "True", "false", "", [], [True]])
def test_an_address_that_was_not_verified_gives_nothing(verified: object) -> None:
    assert who(email="beheer@example.nl", email_verified=verified) is PUBLIC


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["dashboard-beheer"], Role.ADMINISTRATOR),
        (["x", "dashboard-redactie"], Role.EDITOR),
        (["communicatie"], Role.EDITOR),
        (("driehoek",), Role.DRIEHOEK),
        # A provider may send the only group by itself.
        ("dashboard-beheer", Role.ADMINISTRATOR),
        (["x", 1, None, {"a": 1}, ["dashboard-beheer"], "iedereen"], Role.STAFF),
    ],
)
def test_a_group_gives_its_role(groups: object, role: Role) -> None:
    assert who(groups=groups) == Actor("123", role)


@pytest.mark.parametrize(
    "groups",
    [
        None,
        [],
        "",
        [""],
        1,
        True,
        {},
        {"dashboard-beheer": True},
        [["dashboard-beheer"]],
        # Groups are told apart to the letter.
        "Dashboard-Beheer",
        ["dashboard-beheer "],
        ["DASHBOARD-BEHEER"],
        ["dashboard"],
        "dashboard-beheer,x",
        "x dashboard-beheer",
        ["dashboard-beheer\n"],
        ["d"],
        ["dashb\u043eard-beheer"],
        ["dashboard\u2010beheer"],
        ["beheerder"],
        "beheerder",
    ],
)
def test_any_other_group_gives_nothing(groups: object) -> None:
    assert who(groups=groups) is PUBLIC


@pytest.mark.parametrize(
    ("email", "groups", "role"),
    [
        ("twee@example.nl", [], Role.EDITOR),
        ("een@example.nl", ["driehoek"], Role.DRIEHOEK),
        ("een@example.nl", ["driehoek", "communicatie"], Role.EDITOR),
        ("redactie@example.nl", ["dashboard-beheer"], Role.ADMINISTRATOR),
        ("beheer@example.nl", ["iedereen"], Role.ADMINISTRATOR),
    ],
)
def test_of_several_roles_the_widest_holds(email: str, groups: object, role: Role) -> None:
    assert who(email=email, groups=groups).role is role


def test_groups_stand_in_the_claim_that_the_rules_name() -> None:
    rules = {**RULES, "auth": {"groups_claim": "rollen"}}
    claims = {"sub": "1", "rollen": ["dashboard-beheer"], "groups": ["driehoek"]}
    assert find_actor(claims, rules=rules).role is Role.ADMINISTRATOR
    assert find_actor({"sub": "1", "groups": ["driehoek"]}, rules=rules) is PUBLIC


@pytest.mark.parametrize("rule", [None, 1, True, {}, [], [1, None], "", [""], {"x": "y"}])
def test_a_rule_of_another_kind_gives_nothing(rule: object) -> None:
    claims = {"sub": "1", "email": "beheer@example.nl", "groups": ["dashboard-beheer", "", "x"]}
    for part in ("roles", "groups"):
        assert find_actor(claims, rules={part: rule}) is PUBLIC
        assert find_actor(claims, rules={part: {"beheerder": rule}}) is PUBLIC


@pytest.mark.parametrize("name", ["publiek", "Beheerder", "ADMINISTRATOR", "", "beheerders"])
def test_only_a_role_of_the_table_can_be_given(name: str) -> None:
    claims = {"sub": "1", "email": "beheer@example.nl"}
    assert find_actor(claims, rules={"roles": {name: ["beheer@example.nl"]}}) is PUBLIC


def test_names_that_are_no_role_are_found() -> None:
    rules = {**RULES, "roles": {"beheerders": [], "redacteur": []}, "groups": {"Driehoek": []}}
    assert find_unknown_roles(rules) == {"beheerders", "Driehoek"}
    assert find_unknown_roles(RULES) == frozenset()


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"sub": "123", "email": "Een@Example.nl"}, "een@example.nl"),
        ({"sub": "123"}, "123"),
        # Nobody is written down under an address that may be another's.
        ({"sub": "123", "email": "een@example.nl", "email_verified": False}, "123"),
        ({"sub": "123", "email": "b\u0435heer@example.nl"}, "123"),
        ({"email": 1}, ""),
        ({"sub": 1}, ""),
    ],
)
def test_an_account_has_one_name(claims: dict[str, object], name: str) -> None:
    assert find_account(claims) == name


def test_who_has_no_name_for_the_audit_gets_no_role() -> None:
    assert find_actor({"groups": ["dashboard-beheer"]}, rules=RULES) is PUBLIC


@pytest.mark.parametrize(
    ("exp", "holds"),
    [
        (1001, True),
        (1000.5, True),
        (1000, False),
        (999, False),
        (-1, False),
        (None, False),
        ("1001", False),
        (True, False),
        ([1001], False),
        (math.nan, False),
    ],
)
def test_an_identity_holds_until_it_expires(exp: object, holds: bool) -> None:
    assert is_valid({"exp": exp}, now=1000) is holds


def test_an_identity_without_an_end_does_not_hold() -> None:
    assert not is_valid({}, now=1000)


def test_two_accounts_of_one_person_have_the_same_person_and_no_readable_key() -> None:
    rules = {"roles": {"redacteur": ["jan@example.nl", "jan.extra@example.nl"]}}
    claims = [
        {"email": email, "sub": sub, "iss": "https://login.example.nl"}
        for email, sub in (
            ("jan@example.nl", "1"),
            ("jan.extra@example.nl", "1"),
            ("jan@example.nl", "2"),
        )
    ]
    one, same, other = (find_actor(claim, rules=rules) for claim in claims)
    assert one.person == same.person != other.person
    assert one.person
    assert one.name != same.name
    assert find_actor({"email": "jan@example.nl"}, rules=rules).person == ""
