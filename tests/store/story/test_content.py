"""What a story may hold: what cannot be kept is told, and its address is made of plain signs."""

import pytest

from lib.catalog import Catalog, DataProblemsError
from lib.store import Store, check_story, load_published_stories
from tests.store.samples import BINDING, STORY, published_story


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("title", "", "kolom 'titel': Verwacht: een ingevulde waarde"),
        ("title", "Eerste\nTweede", "één regel"),
        ("what", "x" * 2001, "hoogstens 2000 tekens"),
        ("areas", ("atlantis",), "kolom 'wijken'.*niet 'atlantis'"),
        ("areas", ("GM0983",), "niet 'GM0983'"),
        ("theme", "bestaat-niet", "kolom 'thema'.*niet 'bestaat-niet'"),
        ("date", "20 november", "kolom 'datum'.*een dag als 23-11-2026"),
        ("date", ["2026"], "een dag als 23-11-2026"),
        ("contact", "mail naam@example.nl", "zonder gegevens van personen"),
        ("measure", "drie", "kolom 'maatregel'.*een heel getal"),
        ("figures", [{}] * 4, "kolom 'cijfers'.*hoogstens 3 waarden"),
        ("figures", [{"x": "y" * 4001}], "een verwijzing die het dashboard zelf maakt"),
        ("figures", [{"x": float("inf")}], "een verwijzing"),
        ("figures", [{"x": "\x00"}], "een verwijzing"),
        ("figures", [{"x": "\ud800"}], "een verwijzing"),
        ("alternatives", ["bel 06-12345678"], "zonder gegevens van personen"),
        ("bindings", (BINDING | {"title": "bel 06-12345678"},), "zonder gegevens van personen"),
        ("bindings", (BINDING | {"who": ""},), "titel, datum en wie van een eigen bron"),
        ("bindings", (BINDING | {"kind": "cijfer"},), "titel, datum en wie van een eigen bron"),
        ("bindings", (BINDING,) * 201, "hoogstens 200 waarden"),
        ("languages", {"fr": {"title": "Plus"}}, "kolom 'andere talen'"),
        ("languages", {"en": {"title": "a\u202eb"}}, "onzichtbare tekens"),
        ("naam", "iemand", "alleen kolommen en sleutels die het dashboard kent"),
    ],
)
def test_every_invalid_value_is_reported(
    catalog: Catalog, field: str, value: object, expected: str
) -> None:
    with pytest.raises(DataProblemsError, match=f"^verhaal.*{expected}"):
        check_story(STORY | {field: value}, catalog=catalog)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Licht & lucht: één pad, 2×", "licht-lucht-een-pad-2-1"),
        ("../../etc/passwd", "etc-passwd-1"),
        ("<script>alert(1)</script>", "script-alert-1-script-1"),
        ("漢字", "1"),
        ("x" * 120, "x" * 60 + "-1"),
    ],
)
def test_the_address_is_made_of_plain_signs(
    store: Store, catalog: Catalog, title: str, slug: str
) -> None:
    assert published_story(store, catalog, title=title).slug == slug
    assert load_published_stories(store)[0].story.title == title
