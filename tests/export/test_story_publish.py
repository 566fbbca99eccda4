"""Publishing a story: its figures and its judge are of the public board, whoever publishes."""

from pathlib import Path

import pytest

from lib.access import Actor, NotAllowedError, Role
from lib.board import registers, store
from lib.catalog import DataProblemsError
from lib.export.story_publish import publish
from lib.figures.exhibit import from_json
from lib.store import (
    NotPublishableError,
    StoredStory,
    WrongStateError,
    approve_story,
    published_stories,
    submit_story,
    write_story,
)
from lib.store.story import PARTS
from tests.export.story_samples import fictitious
from tests.store.samples import ADMIN, EDITOR, OTHER_EDITOR, STORY

FIGURE = {"kind": "kaart", "indicator": "rapportcijfer", "area": "klingerberg", "period": "2021"}
RIGHT = STORY | {"what": "We hingen lampen op.", "figures": (FIGURE,), "measure": None}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("TODAY", "2026-11-23")


def approved(**other: object) -> StoredStory:
    """Return a story that two people stand for."""
    seen = write_story(EDITOR, store(), values=RIGHT | other, catalog=registers(EDITOR))
    return approve_story(OTHER_EDITOR, store(), seen=submit_story(EDITOR, store(), seen=seen))


def refused(seen: StoredStory) -> tuple[str, ...]:
    with pytest.raises(NotPublishableError) as caught:
        publish(ADMIN, store(), seen=seen)
    assert published_stories(store()) == ()
    return caught.value.reasons


def test_the_figures_are_frozen_with_the_words() -> None:
    publish(ADMIN, store(), seen=approved())
    (public,) = published_stories(store())
    (kept,) = public.exhibits
    shown = from_json(kept)
    assert shown.title == "Klingerberg: rapportcijfer veiligheid eigen buurt"
    assert list(shown.table.itertuples(index=False, name=None)) == [("Klingerberg", "2021", 6.4)]


def test_all_that_is_wrong_with_its_numbers_is_told_at_once() -> None:
    reasons = refused(approved(what="We hingen 24 lampen op.", next="Klingerberg kreeg een 7,2."))
    assert reasons == (
        "'24' (wat we deden) heeft geen bron. Noem de bron, of haal het weg.",
        "'7,2' (hoe het verder gaat) wijkt af. Klingerberg, 2021: 6,4. Goed is: 6,4.",
    )


@pytest.mark.parametrize("part", PARTS)
def test_a_wrong_number_is_found_in_every_part(part: str) -> None:
    (reason,) = refused(approved(**{part: "Klingerberg kreeg in 2021 een 7,2."}))
    assert reason.startswith("'7,2' (")


def test_a_stated_source_is_enough_for_what_has_none() -> None:
    seen = approved(what="We hingen 24 lampen op.", stated_sources={"24": "opdracht, 2026"})
    assert publish(ADMIN, store(), seen=seen).public == 1


@pytest.mark.parametrize(
    "gone",
    [
        FIGURE | {"period": "1999"}, FIGURE | {"area": "nergens"}, FIGURE | {"kind": "onzin"},
        {"figure": "iets anders"},
    ],
)  # fmt: skip
def test_a_figure_that_is_not_public_is_named(gone: dict[str, str]) -> None:
    (reason,) = refused(approved(figures=(FIGURE, gone), alternatives=("Een", "Twee")))
    assert reason == f"Dit cijfer is niet meer openbaar: {' '.join(gone.values())}."


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_who_may_not_publish_is_refused(role: Role) -> None:
    with pytest.raises(NotAllowedError):
        publish(Actor("iemand", role), store(), seen=approved())
    assert published_stories(store()) == ()


def test_what_was_published_is_not_published_again() -> None:
    done = publish(ADMIN, store(), seen=approved())
    with pytest.raises(WrongStateError):
        publish(ADMIN, store(), seen=done)


def test_fictitious_figures_are_never_published(
    data_copy: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = approved()
    fictitious(*data_copy)
    monkeypatch.setenv("DATA_DIR", str(data_copy[0]))
    with pytest.raises(DataProblemsError):
        publish(ADMIN, store(), seen=seen)
    assert published_stories(store()) == ()


def test_what_stands_under_a_figure_is_judged_too() -> None:
    (reason,) = refused(approved(alternatives=("Een kaart. Klingerberg kreeg in 2021 een 7,2.",)))
    assert reason.startswith("'7,2' (beschrijvingen van de beelden) wijkt af.")
