"""Every form on a record compares, after a restart, with the version that it began from."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from lib.access import Role
from lib.board import get_store, load_catalog_for
from lib.store import (
    add_measure,
    change_agreement,
    change_measure,
    change_story,
    move_meeting,
    publish_wave,
    write_story,
)
from tests.pages.run_page import page_text, run_page, sign_in_as
from tests.store.samples import (
    ADMIN,
    AGREEMENT,
    DAY,
    MEASURE,
    STORY,
    agreed,
    planned,
    proposed,
)


class OpenForm(NamedTuple):
    """A page, its form, and what makes a record that somebody else changes meanwhile."""

    slug: str
    name: str
    change: Callable[[], object]
    newer: str


def change_a_measure() -> None:
    catalog = load_catalog_for(ADMIN)
    seen = add_measure(ADMIN, get_store(), values=MEASURE, catalog=catalog)
    values = MEASURE | {"title": "Van een ander"}
    change_measure(ADMIN, get_store(), seen=seen, values=values, catalog=catalog)


def change_an_agreement() -> None:
    catalog = load_catalog_for(ADMIN)
    seen = agreed(get_store(), planned(get_store()), catalog)
    values = AGREEMENT | {"what": "Van een ander"}
    change_agreement(ADMIN, get_store(), seen=seen, values=values, catalog=catalog)


def change_a_story() -> None:
    catalog = load_catalog_for(ADMIN)
    values = STORY | {"measure": None}
    seen = write_story(ADMIN, get_store(), values=values, catalog=catalog)
    other = values | {"title": "Van een ander"}
    change_story(ADMIN, get_store(), seen=seen, values=other, catalog=catalog)


def move_a_meeting() -> None:
    move_meeting(ADMIN, get_store(), seen=planned(get_store(), days=7), day=DAY)


def publish_a_wave() -> None:
    number = proposed(get_store())
    publish_wave(ADMIN, get_store(), wave=number, note="akkoord", embargo=None)


FORMS = [
    OpenForm("uitvoering", "change_1", change_a_measure, "'Van een ander'"),
    OpenForm("driehoek", "agree_1", change_an_agreement, "Van een ander;"),
    OpenForm("verhaal?verhaal=1", "story_1", change_a_story, "'Van een ander', concept."),
    OpenForm("driehoek", "move_1", move_a_meeting, "De driehoek van 23-11-2026, voorbereiding."),
    OpenForm("gegevens", "wave_1", publish_a_wave, "gepubliceerd."),
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize(("begin", "is_older"), [("1", True), ("2", False), ("x", False)])
def test_a_form_that_began_from_an_older_version_says_so(
    form: OpenForm, begin: str, *, is_older: bool, own_store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a restart the session is empty; the hidden field has what the browser sends."""
    form.change()
    sign_in_as(monkeypatch, Role.ADMINISTRATOR)
    slug, _, query = form.slug.partition("?verhaal=")
    app = run_page(slug, **({"verhaal": query} if query else {}))
    field = app.text_input(key=f"began_{form.name}")
    assert field.value == f"{form.name}__0 2"
    del app.session_state[f"_seen_{form.name}"]
    field.set_value(f"{form.name}__0 {begin}")
    shown = page_text(app.run())
    assert not app.exception
    assert ("Een ander heeft dit intussen gewijzigd." in shown) is is_older
    if is_older:
        assert f"Zo is het nu: {form.newer}" in shown
