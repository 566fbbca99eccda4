"""Stories: what is kept, each step with who and when, four eyes, and what everybody may see."""

import datetime as dt
from dataclasses import replace
from hashlib import sha256

import pytest

from lib.access import LOCAL, Actor, NotAllowedError, Role
from lib.catalog import Catalog, DataProblemsError
from lib.store import (
    NotFoundError,
    NotPublishableError,
    OwnWordsError,
    Store,
    StoredStory,
    StoryChangedError,
    StoryStep,
    WrongStateError,
    anonymise,
    approve_story,
    change_story,
    check_story,
    erase_texts,
    load_audit_trail,
    load_board_version,
    load_public_version,
    load_published_stories,
    load_stories,
    load_story_photo,
    load_story_versions,
    load_withdrawn_slugs,
    publish_story,
    submit_story,
    withdraw_story,
    write_story,
)
from tests.store.samples import (
    ADMIN,
    EDITOR,
    EXHIBITS,
    NOON,
    OTHER_EDITOR,
    STORY,
    publish,
    published,
    published_story,
    submitted_story,
)


def test_a_story_comes_back_as_it_went_in(store: Store, catalog: Catalog) -> None:
    written = write_story(EDITOR, store, values=STORY, catalog=catalog)
    assert load_stories(ADMIN, store) == (written,)
    assert written.story == check_story(STORY, catalog=catalog)
    kept = written.story.model_dump(exclude_defaults=True)
    assert kept.pop("languages")["en"]["title"] == "More light in Klingerberg"
    assert kept == {name: value for name, value in STORY.items() if name != "languages"}
    assert (written.number, written.version, written.slug, written.public) == (1, 1, "", None)
    assert written.step is StoryStep.DRAFT


def test_each_step_has_who_and_when(store: Store, catalog: Catalog) -> None:
    before = dt.datetime.now(dt.UTC)
    seen = write_story(EDITOR, store, values=STORY, catalog=catalog)
    seen = submit_story(EDITOR, store, seen=seen, note="graag voor vrijdag")
    seen = approve_story(OTHER_EDITOR, store, seen=seen, note="helder")
    seen = publish(store, seen)
    seen = withdraw_story(ADMIN, store, seen=seen, reason="de lampen hangen er nog niet")
    assert [(t.step, t.who, t.note) for t in seen.steps] == [
        (StoryStep.DRAFT, EDITOR.name, ""),
        (StoryStep.SUBMITTED, EDITOR.name, "graag voor vrijdag"),
        (StoryStep.APPROVED, OTHER_EDITOR.name, "helder"),
        (StoryStep.PUBLISHED, ADMIN.name, ""),
        (StoryStep.WITHDRAWN, ADMIN.name, "de lampen hangen er nog niet"),
    ]
    assert seen.writers == {EDITOR.name}
    moments = [t.at for t in seen.steps]
    assert moments == sorted(moments)
    assert before <= moments[0] <= moments[-1] <= dt.datetime.now(dt.UTC)
    entries = load_audit_trail(ADMIN, store, subject="verhaal 1")
    assert [(e.what, e.who) for e in reversed(entries)] == [
        ("verhaal geschreven", EDITOR.name),
        ("verhaal voorgelegd", EDITOR.name),
        ("verhaal akkoord", OTHER_EDITOR.name),
        ("verhaal gepubliceerd", ADMIN.name),
        ("verhaal ingetrokken", ADMIN.name),
    ]
    assert entries[0].before == {
        "versie": 1,
        "stap": "gepubliceerd",
        "titel": "Meer licht in Klingerberg",
    }


def test_what_is_published_is_for_everybody_and_names_nobody(
    store: Store, catalog: Catalog
) -> None:
    assert load_published_stories(store) == ()
    seen = published_story(store, catalog)
    (shown,) = load_published_stories(store)
    assert (shown.number, shown.version, shown.slug) == (1, 1, "meer-licht-in-klingerberg-1")
    assert (shown.story, shown.exhibits) == (seen.story, EXHIBITS)
    assert shown.first == shown.published == seen.steps[-1].at
    for account in (EDITOR, OTHER_EDITOR, ADMIN):
        assert account.name not in repr(shown)


def test_stories_stand_in_order_of_their_own_date(store: Store, catalog: Catalog) -> None:
    for day in (3, 1, 2):
        published_story(store, catalog, date=dt.date(2026, 11, day), title=f"Dag {day}")
    assert [s.story.title for s in load_published_stories(store)] == ["Dag 3", "Dag 2", "Dag 1"]


def test_nobody_approves_words_of_their_own(store: Store, catalog: Catalog) -> None:
    seen = submitted_story(store, catalog)
    for name in (EDITOR.name, EDITOR.name.upper(), f" {EDITOR.name} "):
        with pytest.raises(OwnWordsError, match="Een ander moet de tekst beoordelen"):
            approve_story(Actor(name, Role.ADMINISTRATOR), store, seen=seen)
    assert load_stories(ADMIN, store) == (seen,)


def test_who_changed_it_on_the_way_is_a_writer_too(store: Store, catalog: Catalog) -> None:
    seen = submitted_story(store, catalog)
    seen = change_story(OTHER_EDITOR, store, seen=seen, values=STORY, catalog=catalog)
    assert seen.writers == {EDITOR.name, OTHER_EDITOR.name}
    seen = submit_story(EDITOR, store, seen=seen)
    for actor in (EDITOR, OTHER_EDITOR):
        with pytest.raises(OwnWordsError):
            approve_story(actor, store, seen=seen)
    assert approve_story(ADMIN, store, seen=seen).step is StoryStep.APPROVED


def test_who_changes_what_was_approved_is_the_only_writer_since(
    store: Store, catalog: Catalog
) -> None:
    seen = approve_story(OTHER_EDITOR, store, seen=submitted_story(store, catalog))
    seen = change_story(OTHER_EDITOR, store, seen=seen, values=STORY, catalog=catalog)
    assert seen.step is StoryStep.DRAFT
    assert seen.writers == {OTHER_EDITOR.name}
    seen = submit_story(OTHER_EDITOR, store, seen=seen)
    with pytest.raises(OwnWordsError):
        approve_story(OTHER_EDITOR, store, seen=seen)
    assert approve_story(EDITOR, store, seen=seen).step is StoryStep.APPROVED


def test_who_is_alone_at_this_machine_cannot_approve(store: Store, catalog: Catalog) -> None:
    seen = write_story(LOCAL, store, values=STORY, catalog=catalog)
    seen = submit_story(LOCAL, store, seen=seen)
    with pytest.raises(OwnWordsError):
        approve_story(LOCAL, store, seen=seen)


def test_a_writer_without_a_name_might_be_anybody(store: Store, catalog: Catalog) -> None:
    seen = submitted_story(store, catalog)
    anonymise(ADMIN, store, who=EDITOR.name)
    with pytest.raises(OwnWordsError, match="de naam weggehaald"):
        approve_story(EDITOR, store, seen=seen)


@pytest.mark.parametrize("step", [StoryStep.SUBMITTED, StoryStep.APPROVED, StoryStep.PUBLISHED])
def test_a_change_is_a_draft_again_and_former_versions_stay(
    store: Store, catalog: Catalog, step: StoryStep
) -> None:
    seen = submitted_story(store, catalog)
    if step is not StoryStep.SUBMITTED:
        seen = approve_story(ADMIN, store, seen=seen)
    if step is StoryStep.PUBLISHED:
        seen = publish(store, seen)
    newer = change_story(
        EDITOR, store, seen=seen, values=STORY | {"title": "Nieuw"}, catalog=catalog
    )
    assert (newer.version, newer.step) == (2, StoryStep.DRAFT)
    assert load_story_versions(EDITOR, store, number=1) == (newer, seen)
    shown = [s.story.title for s in load_published_stories(store)]
    assert shown == ["Meer licht in Klingerberg"] * (step is StoryStep.PUBLISHED)


def test_the_public_version_stays_until_the_next_is_published(
    store: Store, catalog: Catalog
) -> None:
    seen = published_story(store, catalog)
    (first,) = load_published_stories(store)
    seen = change_story(
        EDITOR, store, seen=seen, values=STORY | {"title": "Nieuw"}, catalog=catalog
    )
    seen = submit_story(EDITOR, store, seen=seen)
    seen = approve_story(OTHER_EDITOR, store, seen=seen)
    assert load_published_stories(store) == (first,)
    publish(store, seen)
    (second,) = load_published_stories(store)
    assert (second.version, second.story.title) == (2, "Nieuw")
    assert (second.slug, second.first) == (first.slug, first.first)  # its address never changes
    assert second.published > first.published


def test_withdrawing_is_at_once_and_for_every_version(store: Store, catalog: Catalog) -> None:
    seen = published_story(store, catalog)
    seen = change_story(EDITOR, store, seen=seen, values=STORY, catalog=catalog)
    seen = submit_story(EDITOR, store, seen=seen)
    with pytest.raises(NotAllowedError):
        withdraw_story(EDITOR, store, seen=seen, reason="fout")
    left = withdraw_story(ADMIN, store, seen=seen, reason="fout")
    assert load_published_stories(store) == ()
    assert load_withdrawn_slugs(store) == {"meer-licht-in-klingerberg-1"}
    assert (left.version, left.step, left.public) == (2, StoryStep.SUBMITTED, None)
    assert load_story_versions(ADMIN, store, number=1)[1].step is StoryStep.WITHDRAWN
    publish(store, approve_story(OTHER_EDITOR, store, seen=left))
    assert [s.version for s in load_published_stories(store)] == [2]
    assert load_withdrawn_slugs(store) == set()


def test_a_draft_can_be_dropped_once(store: Store, catalog: Catalog) -> None:
    seen = write_story(EDITOR, store, values=STORY, catalog=catalog)
    dropped = withdraw_story(OTHER_EDITOR, store, seen=seen, reason="dubbel")
    assert dropped.step is StoryStep.WITHDRAWN
    with pytest.raises(WrongStateError, match="Verhaal 1 is nu ingetrokken"):
        withdraw_story(OTHER_EDITOR, store, seen=dropped, reason="dubbel")
    assert load_withdrawn_slugs(store) == set()
    again = change_story(EDITOR, store, seen=dropped, values=STORY, catalog=catalog)
    assert again.step is StoryStep.DRAFT


def test_what_the_judge_forbids_is_not_published(store: Store, catalog: Catalog) -> None:
    seen = approve_story(ADMIN, store, seen=submitted_story(store, catalog))
    judged: list[StoredStory] = []

    def judge(candidate: StoredStory) -> list[str]:
        judged.append(candidate)
        return ["'6,4' wijkt af: het is 6,3.", "'12' heeft geen bron."]

    doctored = replace(seen, story=check_story(STORY | {"what": "Goed"}, catalog=catalog))
    before = load_audit_trail(ADMIN, store)
    with pytest.raises(NotPublishableError, match=r"wijkt af: het is 6,3. '12' heeft") as refused:
        publish_story(ADMIN, store, seen=doctored, exhibits=EXHIBITS, judge=judge)
    assert len(refused.value.reasons) == 2
    # It judges what is kept, not what the caller says that it saw.
    assert judged == [seen]
    assert (load_published_stories(store), load_stories(ADMIN, store)) == ((), (seen,))
    assert load_audit_trail(ADMIN, store) == before


def test_a_judge_that_fails_publishes_nothing(store: Store, catalog: Catalog) -> None:
    seen = approve_story(ADMIN, store, seen=submitted_story(store, catalog))

    def judge(_candidate: StoredStory) -> list[str]:
        raise RuntimeError("geen cijfers")

    with pytest.raises(RuntimeError):
        publish_story(ADMIN, store, seen=seen, exhibits=EXHIBITS, judge=judge)
    assert load_published_stories(store) == ()


def test_a_change_while_the_judge_looks_is_not_published(store: Store, catalog: Catalog) -> None:
    seen = approve_story(ADMIN, store, seen=submitted_story(store, catalog))

    def judge(_candidate: StoredStory) -> list[str]:
        change_story(EDITOR, store, seen=seen, values=STORY | {"what": "Anders"}, catalog=catalog)
        return []

    with pytest.raises(StoryChangedError):
        publish_story(ADMIN, store, seen=seen, exhibits=EXHIBITS, judge=judge)
    assert load_published_stories(store) == ()


@pytest.mark.parametrize(
    "exhibits",
    [
        (),
        EXHIBITS * 2,
        ({"name": "x" * 300_001},),
        ({"value": float("nan")},),
        ({"name": "nul \x00"},),
        ({"name": "half \ud800"},),
        ({"name": object()},),
    ],
    ids=["none", "too many", "too large", "no number", "nul", "surrogate", "no JSON"],
)
def test_exhibits_that_cannot_be_stored_are_refused(
    store: Store, catalog: Catalog, exhibits: tuple[dict[str, object], ...]
) -> None:
    seen = approve_story(ADMIN, store, seen=submitted_story(store, catalog))
    with pytest.raises(ValueError, match=r"JSON|an exhibit for each figure"):
        publish_story(ADMIN, store, seen=seen, exhibits=exhibits, judge=lambda _: ())
    assert load_published_stories(store) == ()


def test_a_step_on_an_older_version_is_refused_with_the_newer_one(
    store: Store, catalog: Catalog
) -> None:
    seen = write_story(EDITOR, store, values=STORY, catalog=catalog)
    first = submit_story(EDITOR, store, seen=seen)
    with pytest.raises(StoryChangedError, match=r"nu: voorgelegd.*intussen .* gewijzigd") as met:
        change_story(OTHER_EDITOR, store, seen=seen, values=STORY, catalog=catalog)
    assert met.value.newer == first
    with pytest.raises(StoryChangedError):
        submit_story(OTHER_EDITOR, store, seen=seen)
    with pytest.raises(StoryChangedError):
        withdraw_story(OTHER_EDITOR, store, seen=seen, reason="dubbel")
    assert load_stories(ADMIN, store) == (first,)


def test_steps_cannot_be_skipped(store: Store, catalog: Catalog) -> None:
    draft = write_story(EDITOR, store, values=STORY, catalog=catalog)
    with pytest.raises(WrongStateError, match="Verhaal 1 is nu concept"):
        approve_story(ADMIN, store, seen=draft)
    with pytest.raises(WrongStateError):
        publish(store, draft)
    with pytest.raises(WrongStateError):
        publish(store, submit_story(EDITOR, store, seen=draft))


def test_an_unfinished_story_can_be_saved_but_not_submitted(store: Store, catalog: Catalog) -> None:
    values = {"title": "Nog niets", "languages": {"de": {"what": "Etwas"}}}
    seen = write_story(EDITOR, store, values=values, catalog=catalog)
    with pytest.raises(DataProblemsError) as refused:
        submit_story(EDITOR, store, seen=seen)
    assert {p.column for p in refused.value.problems} == {
        "wat we deden",
        "waarom",
        "wat inwoners kunnen doen",
        "thema",
        "datum",
        "contact",
        "cijfers",
        "andere talen",
    }
    assert load_stories(ADMIN, store) == (seen,)


def test_text_taken_out_is_out_of_former_versions_too(store: Store, catalog: Catalog) -> None:
    seen = published_story(store, catalog, what="Dit moet weg.")
    for what in ("Dit ook.", "Dit mag blijven."):
        values = STORY | {"what": what}
        seen = change_story(EDITOR, store, seen=seen, values=values, catalog=catalog)
    erase_texts(ADMIN, store, subject="verhaal 1")
    versions = load_story_versions(ADMIN, store, number=1)
    assert [v.story.what for v in versions] == ["Dit mag blijven.", "Dit moet weg."]
    assert len(load_published_stories(store)) == 1
    seen = withdraw_story(ADMIN, store, seen=seen, reason="fout")
    erase_texts(ADMIN, store, subject="verhaal 1")
    assert [v.story.what for v in load_story_versions(ADMIN, store, number=1)] == [
        "Dit mag blijven."
    ]
    assert not any(t.note for t in seen.steps)


def test_every_step_is_for_the_public_site_and_none_changes_the_board(
    store: Store, catalog: Catalog
) -> None:
    published(store)
    start, seen = load_board_version(store, now=NOON), [load_public_version(store, now=NOON)]

    def stepped(story: StoredStory) -> StoredStory:
        seen.append(load_public_version(store, now=NOON))
        return story

    story = stepped(write_story(EDITOR, store, values=STORY, catalog=catalog))
    story = stepped(submit_story(EDITOR, store, seen=story))
    story = stepped(approve_story(OTHER_EDITOR, store, seen=story))
    story = stepped(publish(store, story))
    stepped(withdraw_story(ADMIN, store, seen=story, reason="verkeerd"))
    assert len(set(seen)) == len(seen)
    assert load_board_version(store, now=NOON) == start
    published(store)
    assert load_board_version(store, now=NOON) != start
    assert load_public_version(store, now=NOON) not in seen


def test_a_removed_story_is_reported(store: Store, catalog: Catalog) -> None:
    seen = write_story(EDITOR, store, values=STORY, catalog=catalog)
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM story")
    with pytest.raises(NotFoundError, match="Verhaal 1 is er niet"):
        submit_story(EDITOR, store, seen=seen)
    with pytest.raises(NotFoundError):
        load_story_versions(EDITOR, store, number=1)


PHOTO = b"\xff\xd8 a photo"
ABOUT = {"key": sha256(PHOTO).hexdigest(), "alternative": "Een lamp.", "credit": "gemeente"}


def test_a_photo_goes_along_with_its_story(store: Store, catalog: Catalog) -> None:
    values = STORY | {"photo": ABOUT}
    seen = write_story(EDITOR, store, values=values, catalog=catalog, photo=PHOTO)
    assert load_story_photo(ADMIN, store, seen=seen) == PHOTO
    approved = approve_story(OTHER_EDITOR, store, seen=submit_story(EDITOR, store, seen=seen))
    publish(store, approved)
    (public,) = load_published_stories(store)
    assert public.photo == PHOTO
    assert public.story.photo is not None
    assert public.story.photo.alternative == "Een lamp."
    later = change_story(
        EDITOR, store, seen=load_stories(ADMIN, store)[0], values=STORY, catalog=catalog
    )
    assert load_story_photo(ADMIN, store, seen=later) == b""


@pytest.mark.parametrize(
    "wrong", [{"alternative": ""}, {"credit": " "}, {"key": "0" * 64}, {"key": "../x"}]
)
def test_a_photo_needs_its_description_and_who_made_it(
    store: Store, catalog: Catalog, wrong: dict[str, str]
) -> None:
    values = STORY | {"photo": ABOUT | wrong}
    with pytest.raises(DataProblemsError) as caught:
        write_story(EDITOR, store, values=values, catalog=catalog, photo=PHOTO)
    assert caught.value.problems[0].column == "foto: beschrijving en wie hem maakte"
    assert load_stories(ADMIN, store) == ()
