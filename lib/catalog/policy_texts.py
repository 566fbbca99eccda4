"""The shape of the data files with texts of the policy: organisation, accountability and themes.

Not here: what a field may hold (`fields`), and files with figures and rules (`schema`). Field names
are the keys of the files.
"""

from collections.abc import Mapping

from lib.catalog.fields import FrozenModel, Key, Markdown, Name, PlainText


class SourcedModel(FrozenModel):
    """Base of what rests on one section of one source."""

    source: Key
    section: PlainText


class SourcedText(SourcedModel):
    """A text with where it comes from."""

    title: PlainText = ""
    text: PlainText
    section: PlainText = ""


class KeyedPassage(SourcedModel):
    """A red thread or a partner, named by its key elsewhere."""

    key: Key
    name: Name
    text: PlainText


class OrganisationRole(SourcedModel):
    """Who does what in the organisation of safety."""

    name: Name
    text: PlainText


class Subject(SourcedModel):
    """A subject that goes on whatever the priorities are, perhaps with one figure."""

    name: Name
    text: PlainText
    figure: PlainText = ""
    figure_label: PlainText = ""
    figure_period: PlainText = ""


class Organisation(FrozenModel):
    """organisation.toml."""

    thread: tuple[KeyedPassage, ...]
    partner: tuple[KeyedPassage, ...]
    role: tuple[OrganisationRole, ...]
    subject: tuple[Subject, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of all sources, each once."""
        texts: tuple[SourcedModel, ...] = (*self.thread, *self.partner, *self.role, *self.subject)
        return tuple(dict.fromkeys(text.source for text in texts))

    @property
    def thread_names(self) -> Mapping[str, str]:
        """The names of the red threads by key."""
        return {thread.key: thread.name for thread in self.thread}

    @property
    def partner_names(self) -> Mapping[str, str]:
        """The names of the partners by key."""
        return {partner.key: partner.name for partner in self.partner}


class Disagreement(FrozenModel):
    """Where sources do not agree."""

    title: Name
    text: PlainText
    sources: tuple[Key, ...]


class Note(FrozenModel):
    """A titled text of our own, perhaps with the sources that it rests on."""

    title: Name
    text: PlainText
    sources: tuple[Key, ...] = ()


class Accountability(FrozenModel):
    """accountability.toml."""

    spokesperson: SourcedText
    disagreement: tuple[Disagreement, ...]
    method: tuple[Note, ...]
    privacy: tuple[Note, ...]
    accessibility: tuple[Note, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of all sources, each once."""
        sourced: tuple[Disagreement | Note, ...] = (*self.disagreement, *self.method)
        used = [self.spokesperson.source, *(s for text in sourced for s in text.sources)]
        return tuple(dict.fromkeys(used))


class ThemeFact(SourcedModel):
    """A figure or finding of a theme that stands in a document, not in a table."""

    figure: PlainText
    label: Name
    text: PlainText
    period: PlainText
    level: Name


class Approach(SourcedModel):
    """What is done about a theme, with whom, and with which red threads."""

    title: Name
    text: PlainText
    partners: tuple[Key, ...]
    threads: tuple[Key, ...]


class Theme(FrozenModel):
    """theme.toml with text.md (Markdown) of one folder under themes/."""

    slug: Key
    name: Name
    short: Name
    order: int
    finding: PlainText
    pending: PlainText
    indicator: Key
    missing: tuple[PlainText, ...]
    milestones: tuple[Key, ...]
    fact: tuple[ThemeFact, ...]
    part: tuple[SourcedText, ...]
    exposure: tuple[SourcedText, ...]
    approach: tuple[Approach, ...]
    text: Markdown

    @property
    def texts(self) -> tuple[SourcedModel, ...]:
        """All texts of the theme that rest on a source."""
        return (*self.fact, *self.part, *self.exposure, *self.approach)

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of all sources that the theme rests on, each once."""
        return tuple(dict.fromkeys(text.source for text in self.texts))

    @property
    def partners(self) -> tuple[str, ...]:
        """The keys of all partners in the approach."""
        return tuple(key for approach in self.approach for key in approach.partners)

    @property
    def threads(self) -> tuple[str, ...]:
        """The keys of all red threads in the approach."""
        return tuple(key for approach in self.approach for key in approach.threads)
