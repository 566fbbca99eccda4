"""Makes an actor of the claims of an identity provider on somebody. Knows no Streamlit.

The rules are the dashboard's secrets (docs/deploy.md): `[roles]` has addresses per role, `[groups]`
names of groups per role, `[auth] groups_claim` the claim that holds the groups. Whatever is
not as expected gives no role. Not here: signing in and out (`lib.ui.sign_in`).
"""

import hashlib
from collections.abc import Mapping

from lib.access import PUBLIC, Actor, Role

# Of several roles somebody gets the last one here.
WIDEST_LAST = tuple(Role)
GROUPS_CLAIM = "groups"
PERSON_LENGTH = 24


def find_actor(claims: Mapping[str, object], *, rules: Mapping[str, object]) -> Actor:
    """Return the actor for somebody who signed in: `PUBLIC` when no rule names them."""
    name = find_account(claims)
    groups = _read_texts(claims.get(_groups_claim(rules)))
    found = {
        role
        for role in Role
        if _is_listed(find_address(claims), _get_section(rules, "roles").get(role))
        or groups & _read_texts(_get_section(rules, "groups").get(role))
    }
    widest = max(found, key=WIDEST_LAST.index, default=Role.PUBLIC)
    return (
        PUBLIC
        if widest is Role.PUBLIC or not name
        else Actor(name, widest, person=_hash_person(claims))
    )


def _hash_person(claims: Mapping[str, object]) -> str:
    """Return who the provider says somebody is, unreadable; nothing where it does not say."""
    sub = claims.get("sub")
    if not isinstance(sub, str) or not sub:
        return ""
    return hashlib.sha256(f"{claims.get('iss', '')} {sub}".encode()).hexdigest()[:PERSON_LENGTH]


def find_account(claims: Mapping[str, object]) -> str:
    """Return the name of the account: its address, or else the provider's own key for it."""
    sub = claims.get("sub")
    return find_address(claims) or (sub if isinstance(sub, str) else "")


def find_address(claims: Mapping[str, object]) -> str:
    """Return the e-mail address in small letters; empty when there is none to rely on.

    Only plain letters, digits and signs: others have look-alikes, also among their small letters.
    """
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified", True) is not True:
        return ""
    return _normalise_email(email)


def is_valid(claims: Mapping[str, object], *, now: float) -> bool:
    """Return whether the identity is still valid at `now` (seconds since 1970)."""
    until = claims.get("exp")
    return isinstance(until, int | float) and not isinstance(until, bool) and until > now


def find_unknown_roles(rules: Mapping[str, object]) -> frozenset[str]:
    """Return the names in the rules that are no role: they give nobody anything."""
    named = {str(name) for part in ("roles", "groups") for name in _get_section(rules, part)}
    return frozenset(named - set(Role))


def _normalise_email(email: str) -> str:
    return email.lower() if email.isascii() and email.isprintable() else ""


def _is_listed(email: str, listed: object) -> bool:
    return bool(email) and email in {_normalise_email(one) for one in _read_texts(listed)}


def _groups_claim(rules: Mapping[str, object]) -> str:
    named = _get_section(rules, "auth").get("groups_claim")
    return named if isinstance(named, str) else GROUPS_CLAIM


def _get_section(rules: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = rules.get(name)
    return found if isinstance(found, Mapping) else {}


def _read_texts(value: object) -> frozenset[str]:
    """Return the texts in a claim or rule; a text by itself is one, never its letters."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple):
        return frozenset()
    return frozenset(one for one in value if isinstance(one, str) and one)
