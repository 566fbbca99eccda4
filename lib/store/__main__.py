"""`python -m lib.store`: backup, restore, and what the law asks to be removed.

Works on the database of the app (`DATABASE_URL`, else the file in `VAR_DIR`), as anybody who has
access to the machine.
"""

import argparse
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from lib import store
from lib.access import LOCAL
from lib.catalog.problems import describe_file_trouble
from lib.settings import check_settings, stop_if_wrong
from lib.store.audit import utc_now


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 1 when it could not be done, with the reason on stderr."""
    options = _make_parser().parse_args(arguments)
    try:
        database = store.open_store()
        print(_run_command(options, database))
    except store.StoreError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(describe_file_trouble(error), file=sys.stderr)
        return 1
    database.close()
    return 0


def _run_command(options: argparse.Namespace, database: store.Store) -> str:
    """Do what is asked; return what was done, in Dutch."""
    match options.command:
        case "backup":
            counts = store.backup(LOCAL, database, file=options.file)
            return f"Bewaard in {options.file}: {_format_counts(counts)}."
        case "restore":
            counts = store.restore(LOCAL, database, file=options.file, replace=options.vervang)
            return f"Teruggezet uit {options.file}: {_format_counts(counts)}."
        case "clean":
            removed = store.remove_expired(LOCAL, database, now=utc_now())
            return "\n".join(f"{count} opgeruimd ({what})" for what, count in removed.items())
        case "anonymise":
            count = store.anonymise(LOCAL, database, who=options.who)
            return f"{options.who} is uit {count} regels gehaald."
        case _:
            count = store.erase_texts(LOCAL, database, subject=options.subject)
            return f"De tekst over {options.subject} is uit {count} regels gehaald."


def _format_counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib.store", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("backup", help="bewaar alles in een nieuw bestand")
    command.add_argument("file", type=Path)
    command = commands.add_parser("restore", help="zet alles terug uit een bestand")
    command.add_argument("file", type=Path)
    command.add_argument("--vervang", action="store_true", help="ook als de database niet leeg is")
    commands.add_parser("clean", help="ruim op wat over de bewaartermijn is")
    command = commands.add_parser("anonymise", help="haal een naam uit het logboek")
    command.add_argument("who")
    command = commands.add_parser("empty", help="haal de tekst over een onderwerp uit het logboek")
    command.add_argument(
        "subject", help="zoals 'meting 7', 'maatregel 3', 'driehoek 2' of 'afspraak 5'"
    )
    return parser


if __name__ == "__main__":
    stop_if_wrong(check_settings)
    # Who stops it leaves no half file behind: what is begun is removed on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    sys.exit(main())
