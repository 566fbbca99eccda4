"""Each fact and step of a theme page cites its own section, and the page those that it used."""

import pytest

from tests.pages.run_page import page_text, run_page

NOTE = "Integraal veiligheidsbeleid 2023 tot en met 2026 (paragraaf "


@pytest.mark.parametrize(
    ("slug", "sections"),
    [
        ("maatschappelijke-onrust-en-overlast", "1.1, 1.3, 2.1, 2.2, 2.3, 5.3, 5.5, januari 2023"),
        ("ondermijnende-criminaliteit", "1, 1.1, 3.2, 3.3, 5.3, 5.4, 5.5, januari 2023"),
        ("digitale-criminaliteit-en-cybercrime", "1.1, 4.1, 4.2, 4.3, 5.5, januari 2023"),
    ],
)
def test_a_theme_page_cites_the_sections_that_it_used(slug: str, sections: str) -> None:
    text = page_text(run_page(slug, deel="aanpak"))
    assert f"{NOTE}{sections})" in text
    assert "volgens planning Waar het staat" in text
    assert "paragraaf 5.5" in text.partition("Stappen in de tijd")[2].partition("Bron:")[0]
