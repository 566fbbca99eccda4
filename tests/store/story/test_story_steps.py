"""The law of the steps, whatever people do: nothing is public that one person made alone."""

import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from lib.access import Actor, Role
from lib.catalog import load_catalog
from lib.store import (
    OwnWordsError,
    StoredStory,
    StoryStep,
    WrongStateError,
    approve_story,
    change_story,
    load_published_stories,
    load_story_versions,
    open_store,
    publish_story,
    submit_story,
    withdraw_story,
    write_story,
)
from tests.conftest import ROOT
from tests.store.samples import EXHIBITS, STORY

pytestmark = pytest.mark.slow
# All may do everything, so that only the steps themselves hold anybody back.
ACTORS = [Actor(f"beheerder-{n}", Role.ADMINISTRATOR) for n in (1, 2, 3)]
PEOPLE = st.sampled_from(ACTORS)
CATALOG = load_catalog(ROOT / "data", ROOT / "geo")


class Steps(RuleBasedStateMachine):
    """One story, and three people who try every step at every moment.

    `wrote` and `agreed` remember by themselves who wrote and approved which version.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(f"sqlite:///{Path(self.folder.name)}/steps.sqlite3")
        self.seen: StoredStory | None = None
        self.wrote: dict[int, str] = {}
        self.agreed: dict[int, str] = {}
        self.public: int | None = None
        self.words: dict[int, str] = {}

    @property
    def now(self) -> StoredStory:
        """The story as it was last seen."""
        assert self.seen is not None
        return self.seen

    @rule(actor=PEOPLE, words=st.text(alphabet="abc ", max_size=9))
    def write(self, actor: Actor, words: str) -> None:
        values = STORY | {"next": words}
        if self.seen is None:
            self.seen = write_story(actor, self.store, values=values, catalog=CATALOG)
        else:
            self.seen = change_story(
                actor, self.store, seen=self.seen, values=values, catalog=CATALOG
            )
        self.wrote[self.now.version] = actor.name
        self.words[self.now.version] = words.strip()
        assert self.now.step is StoryStep.DRAFT

    @precondition(lambda self: self.seen)
    @rule(actor=PEOPLE)
    def submit(self, actor: Actor) -> None:
        may = self.now.step is StoryStep.DRAFT
        try:
            self.seen = submit_story(actor, self.store, seen=self.now)
        except WrongStateError:
            assert not may
        else:
            assert may

    @precondition(lambda self: self.seen)
    @rule(actor=PEOPLE)
    def approve(self, actor: Actor) -> None:
        try:
            self.seen = approve_story(actor, self.store, seen=self.now)
        except WrongStateError:
            assert self.now.step is not StoryStep.SUBMITTED
        except OwnWordsError:
            assert actor.name in self.writers(self.now.version)
        else:
            self.agreed[self.now.version] = actor.name

    @precondition(lambda self: self.seen)
    @rule(actor=PEOPLE, is_right=st.booleans())
    def publish(self, actor: Actor, is_right: bool) -> None:
        was = self.now.step
        try:
            self.seen = publish_story(
                actor,
                self.store,
                seen=self.now,
                exhibits=EXHIBITS,
                judge=lambda _: () if is_right else ("wijkt af",),
            )
        except WrongStateError:
            assert was is not StoryStep.APPROVED
        except Exception:  # noqa: BLE001 - refused by the judge
            assert not is_right
        else:
            assert (was, is_right) == (StoryStep.APPROVED, True)
            self.public = self.now.version

    @precondition(lambda self: self.seen)
    @rule(actor=PEOPLE)
    def withdraw(self, actor: Actor) -> None:
        try:
            self.seen = withdraw_story(actor, self.store, seen=self.now, reason="fout")
        except WrongStateError:
            assert self.public is None
            assert self.now.step is StoryStep.WITHDRAWN
        else:
            self.public = None

    def writers(self, version: int) -> set[str]:
        """Return who wrote since the last version before this one that was approved."""
        approved = max((v for v in self.agreed if v < version), default=0)
        return {who for v, who in self.wrote.items() if approved < v <= version}

    @invariant()
    def what_is_public_was_approved_by_another(self) -> None:
        shown = load_published_stories(self.store)
        assert [s.version for s in shown] == ([] if self.public is None else [self.public])
        for story in shown:
            assert self.agreed[story.version] not in self.writers(story.version)
            assert story.story.next == self.words[story.version]
            assert story.exhibits == EXHIBITS

    @invariant()
    def no_version_is_lost_or_changed(self) -> None:
        if self.seen is None:
            return
        versions = load_story_versions(ACTORS[0], self.store, number=1)
        assert {v.version: v.story.next for v in versions} == self.words

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestSteps = Steps.TestCase
TestSteps.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
