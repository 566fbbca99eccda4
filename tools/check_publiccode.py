"""Check publiccode.yml against the standard: `python -m tools.check_publiccode [FILE]`."""

import json
import sys
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "tools" / "publiccode.schema.json"


def find_publiccode_problems(text: str) -> list[str]:
    """Return what is wrong in the text of a publiccode.yml, each with its place."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    errors = sorted(validator.iter_errors(yaml.safe_load(text)), key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message}" for error in errors]


def main(file: Path = ROOT / "publiccode.yml") -> int:
    """Print every problem; return 1 where there is one."""
    problems = find_publiccode_problems(file.read_text(encoding="utf-8"))
    for problem in problems:
        print(f"{file.name}: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
