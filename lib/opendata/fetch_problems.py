"""What can go wrong while fetching, in Dutch, with what to do. Not here: retrying (`client`)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import TypeVar

from rapidfuzz import process

MOST_ALIKE, MOST_CODES = 3, 10
TRY_LATER = "probeer het later nog eens; blijft het zo, meld het dan bij de beheerder van de bron."


class OpenDataError(Exception):
    """A table could not be fetched. `problem` is what is wrong, `fix` what to do about it."""

    def __init__(self, problem: str, *, fix: str) -> None:
        self.problem, self.fix = problem, fix
        super().__init__(f"{problem} Wat te doen: {fix}")


class PassingError(OpenDataError):
    """An error that may be gone at the next try; `wait_seconds`: what the server asks for, or 0."""

    wait_seconds = 0.0


ErrorT = TypeVar("ErrorT", bound=OpenDataError)


class FetchProblem(Enum):
    """Each problem as a text with places for what it is about, and how to fix it."""

    UNREACHABLE = (
        "De server {host} is niet bereikbaar.",
        (
            "controleer de internetverbinding (achter een proxy ook HTTPS_PROXY en het certificaat "
            "in SSL_CERT_FILE), of geef het adres van een kopie op. De cijfers die er al staan "
            "blijven in gebruik."
        ),
    )
    BAD_CONNECTION = (
        "De verbinding kan zo niet worden gemaakt ({why}).",
        "controleer HTTPS_PROXY, NO_PROXY en SSL_CERT_FILE in de omgeving.",
    )
    WITHDRAWN = (
        "{what} is niet gevonden (404). De tabel is misschien ingetrokken of vervangen.",
        "zoek het nummer van de nieuwe tabel op en zet het in data/opendata.toml.",
    )
    SERVER_ERROR = (
        "{what}: de server geeft een fout ({status}), ook na opnieuw proberen.",
        "probeer het later nog eens. Wat al is opgehaald wordt dan niet opnieuw gevraagd.",
    )
    UNREADABLE = ("{what}: het antwoord is niet te lezen ({why}).", TRY_LATER)
    NO_ROWS = (
        "{what}: er kwamen geen rijen bij de vraag {clause}.",
        (
            "de codes in de tabel zijn waarschijnlijk anders geschreven (spaties). Dit moet een "
            "ontwikkelaar bekijken."
        ),
    )
    RENAMED = (
        "{what}: de kolom '{column}' is er niet. Het meest lijken daarop: {alike}.",
        "zet de nieuwe naam van de kolom in data/opendata.toml.",
    )
    AMBIGUOUS = (
        "{what}: de kolom '{column}' staat er {number} keer in: {alike}.",
        "zet in data/opendata.toml de naam van de groep ervoor, met een streepje: 'Groep | Kolom'.",
    )
    LOST_KINDS = (
        "{what}: deze soorten staan niet meer in de tabel: {kinds}.",
        "pas de soorten aan in data/indicators.toml.",
    )
    UNKNOWN_UNITS = (
        "{what}: de wijkindeling is veranderd. Deze codes horen bij geen wijk: {codes}.",
        "zet de nieuwe codes met hun wijk in data/areas.csv en controleer de grenzen in geo/.",
    )
    LOST_UNITS = (
        "{what}: de wijkindeling is veranderd. Deze codes zijn er niet meer: {codes}.",
        (
            "zet de nieuwe indeling in data/areas.csv en data/focus.csv. De grenzen blijven nu "
            "zoals ze waren."
        ),
    )
    NO_COUNT = (
        "{what}: {number} cellen zijn geen aantal van 0 of meer, bijvoorbeeld '{example}'.",
        TRY_LATER,
    )
    MOVED = (
        "{what}: de dienst is verhuisd naar {address}.",
        "zet het nieuwe adres in POLITIE_URL, CBS_URL of PDOK_URL (zie docs/deploy.md).",
    )
    DUPLICATES = ("{what}: {number} rijen staan er dubbel in, bijvoorbeeld {example}.", TRY_LATER)

    def error(self, kind: type[ErrorT] = OpenDataError, /, **about: object) -> ErrorT:  # type: ignore[assignment]
        """Return an error of this kind with what it is about filled in."""
        text, fix = self.value
        return kind(text.format(**about), fix=fix)


@contextmanager
def refuse_other_layout(what: str) -> Iterator[None]:
    """Raise `OpenDataError` where an answer has not the names, or the kind of values, it had."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        why = f"anders ingedeeld: {error!r}"
        raise FetchProblem.UNREADABLE.error(what=what, why=why) from error


def most_alike(title: str, titles: Sequence[str]) -> str:
    """Return the titles most like another one, quoted."""
    return quote_some([found for found, *_ in process.extract(title, titles, limit=MOST_ALIKE)])


def quote_some(titles: Sequence[str]) -> str:
    """Return the first titles, quoted, and how many there are more."""
    more = len(titles) - MOST_ALIKE
    return ", ".join(f"'{title}'" for title in titles[:MOST_ALIKE]) + (
        f" en nog {more}" if more > 0 else ""
    )


def list_codes(codes: Sequence[str]) -> str:
    """Return the first codes, with an ellipsis where there are more."""
    return ", ".join(codes[:MOST_CODES]) + (" …" if len(codes) > MOST_CODES else "")
