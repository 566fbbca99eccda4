"""The texts say what the policy note says: what was once wrong or missing in them stays right."""

from pathlib import Path

import pytest

from lib.catalog import Catalog

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
UNREST = "maatschappelijke-onrust-en-overlast"
UNDERMINING = "ondermijnende-criminaliteit"
CYBERCRIME = "digitale-criminaliteit-en-cybercrime"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("sources.csv", "vastgesteld door de gemeenteraad"),
        (f"themes/{CYBERCRIME}/theme.toml", 'level = "Nederland"'),
        (f"themes/{CYBERCRIME}/text.md", "heel Nederland"),
        (f"themes/{UNDERMINING}/theme.toml", "kiezen zij tussen"),
        (f"themes/{UNREST}/theme.toml", "plan per jongere"),
        ("accountability.toml", "alleen voor landelijke cijfers"),
        ("accountability.toml", "niet openbaar"),
    ],
)
def test_what_the_note_does_not_say_is_gone(file: str, text: str) -> None:
    assert text not in (DATA / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("targets.toml", ("7,4", "coalitieakkoord")),
        ("targets.toml", ("gold ook al", "Blerick-Noord en Klingerberg")),
        ("accountability.toml", ("landelijke en regionale", "Of het rapportcijfer erbij is")),
        (f"themes/{UNREST}/theme.toml", ("Venlo-Centrum", "positiever over de aanpak")),
        (f"themes/{UNREST}/theme.toml", ("nooit eerder zo tevreden", "2021")),
        (f"themes/{UNREST}/theme.toml", ("aanpak per persoon",)),
        (f"themes/{UNDERMINING}/theme.toml", ("juli 2023", "PADD Limburg")),
        (f"themes/{UNDERMINING}/theme.toml", ("combineren ze maatregelen",)),
        ("organisation.toml", ("nieuw evenementenbeleid", "2024")),
        ("organisation.toml", ("proef van drie jaar", "MDA++")),
        ("organisation.toml", ("Sinds 2023", "voltijds")),
        ("organisation.toml", ("beleidsregel worden herzien", "kamerverhuur")),
        ("organisation.toml", ("middelengebruik", "tweede kwartaal van 2023")),
        ("organisation.toml", ("plannen om te evacueren",)),
        ("organisation.toml", ("eerste strafzaak", "PADD Limburg")),
    ],
)
def test_what_the_note_says_is_there(file: str, words: tuple[str, ...]) -> None:
    text = (DATA / file).read_text(encoding="utf-8")
    assert [word for word in words if word not in text] == []


def test_housing_corporations_do_not_mediate_between_neighbours(catalog: Catalog) -> None:
    theme = next(t for t in catalog.themes if t.slug == UNREST)
    mediation = next(a for a in theme.approach if a.title == "Bemiddeling tussen buren")
    assert mediation.partners == ("inwoners-ondernemers",)


def test_every_text_of_the_policy_names_its_section(catalog: Catalog) -> None:
    """A fact, a step and a subject cite their own: not the section of the source as a whole."""
    organised = catalog.organisation
    texts = [text for theme in catalog.themes for text in theme.texts]
    texts += [*organised.thread, *organised.partner, *organised.role, *organised.subject]
    cited = [(t.source, t.section) for t in texts]
    cited += [(step.source, step.section) for step in catalog.milestones]
    assert len(cited) > 80
    whole = {key: source.section for key, source in catalog.sources.items()}
    assert [c for c in cited if c[0] == "ivb-2023" and c[1] in {"", whole["ivb-2023"]}] == []
    assert {(target.source, target.section) for target in catalog.targets} == {("ivb-2023", "1.4")}
