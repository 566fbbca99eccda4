"""What can go wrong while fetching, in Dutch, with what to do. Not here: retrying (`client`)."""

from collections.abc import Sequence

from rapidfuzz import process

MOST_LIKE, MOST_CODES = 3, 10
LATER = "probeer het later nog eens; blijft het zo, meld het dan bij de beheerder van de bron."


class OpenDataError(Exception):
    """A table could not be fetched. `told` says what is wrong, `fix` what to do about it."""

    def __init__(self, told: str, *, fix: str) -> None:
        self.told, self.fix = told, fix
        super().__init__(f"{told} Wat te doen: {fix}")


def not_found(host: str) -> OpenDataError:
    """Return the error for a host that cannot be reached."""
    return OpenDataError(
        f"De server {host} is niet bereikbaar.",
        fix="controleer de internetverbinding, of geef het adres van een kopie op. De cijfers "
        "die er al staan blijven in gebruik.",
    )


def withdrawn(what: str) -> OpenDataError:
    """Return the error for a table that is not there any more."""
    return OpenDataError(
        f"{what} is niet gevonden (404). De tabel is misschien ingetrokken of vervangen.",
        fix="zoek het nummer van de nieuwe tabel op en zet het in data/opendata.toml.",
    )


def server_error(what: str, status: int) -> OpenDataError:
    """Return the error for a server that goes on failing."""
    return OpenDataError(
        f"{what}: de server geeft een fout ({status}), ook na opnieuw proberen.",
        fix="probeer het later nog eens. Wat al is opgehaald wordt dan niet opnieuw gevraagd.",
    )


def broken_answer(what: str, *, why: str) -> OpenDataError:
    """Return the error for an answer that cannot be read."""
    return OpenDataError(
        f"{what}: het antwoord is niet te lezen ({why}).",
        fix=LATER,
    )


def empty_answer(what: str, *, clause: str) -> OpenDataError:
    """Return the error for a filter that must match something but does not."""
    return OpenDataError(
        f"{what}: er kwamen geen rijen bij de vraag {clause}.",
        fix="de codes in de tabel zijn waarschijnlijk anders geschreven (spaties). Dit moet een "
        "ontwikkelaar bekijken.",
    )


def renamed(what: str, *, column: str, there: Sequence[str]) -> OpenDataError:
    """Return the error for a column that has another name now; names those most like it."""
    near = [title for title, *_ in process.extract(column, there, limit=MOST_LIKE)]
    return OpenDataError(
        f"{what}: de kolom '{column}' is er niet. Het meest lijken daarop: {_quoted(near)}.",
        fix="zet de nieuwe naam van de kolom in data/opendata.toml.",
    )


def ambiguous(what: str, *, column: str, there: Sequence[str]) -> OpenDataError:
    """Return the error for a title that stands in a table more than once."""
    more = len(there) - MOST_LIKE
    others = f" en nog {more}" if more > 0 else ""
    return OpenDataError(
        f"{what}: de kolom '{column}' staat er {len(there)} keer in: "
        f"{_quoted(there[:MOST_LIKE])}{others}.",
        fix="zet in data/opendata.toml de naam van de groep ervoor, met een streepje: "
        "'Groep | Kolom'.",
    )


def vanished(what: str, *, kinds: list[str]) -> OpenDataError:
    """Return the error for kinds that an indicator uses but the table does not have."""
    return OpenDataError(
        f"{what}: deze soorten staan niet meer in de tabel: {', '.join(kinds)}.",
        fix="pas de soorten aan in data/indicators.toml.",
    )


def division(what: str, *, codes: list[str]) -> OpenDataError:
    """Return the error for CBS codes that belong to no area."""
    shown = ", ".join(codes[:MOST_CODES]) + (" …" if len(codes) > MOST_CODES else "")
    return OpenDataError(
        f"{what}: de wijkindeling is veranderd. Deze codes horen bij geen wijk: {shown}.",
        fix="zet de nieuwe codes met hun wijk in data/areas.csv en controleer de grenzen in geo/.",
    )


def missing_parts(what: str, *, codes: Sequence[str]) -> OpenDataError:
    """Return the error for CBS codes that are gone and that an area or its focus needs."""
    shown = ", ".join(codes[:MOST_CODES]) + (" …" if len(codes) > MOST_CODES else "")
    return OpenDataError(
        f"{what}: de wijkindeling is veranderd. Deze codes zijn er niet meer: {shown}.",
        fix="zet de nieuwe indeling in data/areas.csv en data/focus.csv. De grenzen blijven nu "
        "zoals ze waren.",
    )


def duplicates(what: str, *, example: str, number: int) -> OpenDataError:
    """Return the error for rows that stand in an answer more than once."""
    return OpenDataError(
        f"{what}: {number} rijen staan er dubbel in, bijvoorbeeld {example}.",
        fix=LATER,
    )


def _quoted(titles: Sequence[str]) -> str:
    return ", ".join(f"'{title}'" for title in titles)
