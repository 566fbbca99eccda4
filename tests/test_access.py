"""The table of who may do what, in full: a new role or operation must be added here."""

import dataclasses

import pytest

from lib.access import ALLOWED, LOCAL, PUBLIC, Actor, NotAllowedError, Operation, Role

P, S, D, E, A = Role.PUBLIC, Role.STAFF, Role.DRIEHOEK, Role.EDITOR, Role.ADMINISTRATOR
WHO = {
    Operation.READ_PUBLIC: {P, S, D, E, A},
    Operation.READ_INTERNAL: {S, D, E, A},
    Operation.READ_DRIEHOEK: {D, A},
    Operation.WRITE_DRIEHOEK: {D, A},
    Operation.PREPARE_IMPORT: {E, A},
    Operation.EDIT_MEASURES: {E, A},
    Operation.WRITE_STORIES: {E, A},
    Operation.INTERPRET: {D, E, A},
    Operation.REFRESH: {E, A},
    Operation.PUBLISH: {A},
    Operation.READ_AUDIT: {A},
    Operation.MAINTAIN: {A},
}
EVERY = [(role, operation) for role in Role for operation in Operation]


def test_table_names_every_role_and_operation() -> None:
    assert set(WHO) == set(Operation)
    assert set(ALLOWED) == set(Role)


@pytest.mark.parametrize(("role", "operation"), EVERY)
def test_permissions_of_every_role(role: Role, operation: Operation) -> None:
    assert Actor("somebody", role).may(operation) is (role in WHO[operation])


@pytest.mark.parametrize(("role", "operation"), EVERY)
def test_what_is_not_allowed_is_refused_by_name(role: Role, operation: Operation) -> None:
    actor = Actor("somebody", role)
    if role in WHO[operation]:
        actor.require(operation)
        return
    with pytest.raises(NotAllowedError, match=f"'{role}' mag dit niet: {operation}") as refused:
        actor.require(operation)
    assert (refused.value.actor, refused.value.operation) == (actor, operation)


def test_the_two_actors_have_their_roles() -> None:
    assert (PUBLIC.role, LOCAL.role) == (Role.PUBLIC, Role.ADMINISTRATOR)


def test_actor_cannot_take_another_role() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PUBLIC.role = Role.ADMINISTRATOR  # type: ignore[misc]
