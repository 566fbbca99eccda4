"""The table of who may do what, in full: a new role or operation must be added here."""

import dataclasses

import pytest

from lib.access import ALLOWED, LOCAL, PUBLIC, Actor, Operation, Role

TABLE = {
    (Role.PUBLIC, Operation.READ_PUBLIC): True,
    (Role.PUBLIC, Operation.READ_INTERNAL): False,
    (Role.LOCAL, Operation.READ_PUBLIC): True,
    (Role.LOCAL, Operation.READ_INTERNAL): True,
}


def test_table_names_every_role_and_operation() -> None:
    assert set(TABLE) == {(role, operation) for role in Role for operation in Operation}
    assert set(ALLOWED) == set(Role)


@pytest.mark.parametrize(("role", "operation"), TABLE)
def test_who_may_do_what(role: Role, operation: Operation) -> None:
    assert Actor("somebody", role).may(operation) is TABLE[role, operation]


def test_the_two_actors_have_their_roles() -> None:
    assert (PUBLIC.role, LOCAL.role) == (Role.PUBLIC, Role.LOCAL)


def test_actor_cannot_take_another_role() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PUBLIC.role = Role.LOCAL  # type: ignore[misc]
