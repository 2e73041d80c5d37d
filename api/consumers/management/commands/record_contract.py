import json
import re
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import Request, urlopen

from django.core.management.base import BaseCommand, CommandError, CommandParser

from api.consumers.contracts import KEPT_HEADERS, filled, shape_of, taken_from

FOLDER = Path("tests/contracts/consumers")
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
SECONDS = 30


class Command(BaseCommand):
    help = (
        "Ask a running server as a consumer does, and write down what it answers as that consumer's contract. "
        "Afterwards strike from `relies_on` what it does not rely on."
    )
    requires_system_checks: list[str] = []  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("consumer", help="the folder of the consumer: lower case, with hyphens")
        parser.add_argument("name", help="of the request: 01-list, 02-item, ...; they are asked in this order")
        parser.add_argument("address", help="of the running server, with path and query")
        parser.add_argument("--take", action="append", default=[], metavar="NAME=PLACE", help="kept for later requests")
        parser.add_argument("--header", action="append", default=[], metavar="NAME:VALUE")
        parser.add_argument("--folder", type=Path, default=FOLDER)

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"] / options["consumer"]
        if not NAME.fullmatch(options["consumer"]) or not NAME.fullmatch(options["name"]):
            raise CommandError("names are lower case letters, figures and hyphens")
        parts = urlsplit(options["address"])
        headers = dict(self._pair(one, ":") for one in options["header"])
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        known = self._known(folder, f"{parts.scheme}://{parts.netloc}", before=options["name"])
        status, said, body = self._ask(f"{parts.scheme}://{parts.netloc}", parts.path, query, headers, known)
        take = dict(self._pair(one, "=") for one in options["take"])
        for place in take.values():
            taken_from(body, place)
        contract = {
            "request": {"path": parts.path, "query": query, "headers": headers},
            "relies_on": {"status": status, "headers": said, "body": shape_of(body)},
            **({"take": take} if take else {}),
        }
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{options['name']}.json"
        path.write_text(json.dumps(contract, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"{path}: strike from `relies_on` what this consumer does not rely on")

    def _known(self, folder: Path, server: str, *, before: str) -> dict[str, str]:
        """What earlier requests of the consumer take, asked anew."""
        known: dict[str, str] = {}
        for path in sorted(folder.glob("*.json")):
            if path.stem >= before:
                break
            contract = json.loads(path.read_text(encoding="utf-8"))
            asked = contract["request"]
            _status, _said, body = self._ask(server, asked["path"], asked["query"], asked["headers"], known)
            known |= {name: taken_from(body, place) for name, place in contract.get("take", {}).items()}
        return known

    def _ask(
        self, server: str, path: str, query: dict[str, str], headers: dict[str, str], known: dict[str, str]
    ) -> tuple[int, dict[str, str], Any]:
        """Status, the headers that matter, and the JSON of an answer, whatever its status."""
        given = urlencode({name: filled(value, known) for name, value in query.items()})
        address = f"{server}{filled(path, known)}{'?' if given else ''}{given}"
        try:
            with urlopen(Request(address, headers=headers), timeout=SECONDS) as answer:  # noqa: S310 - typed by a person
                status, said, body = answer.status, answer.headers, answer.read()
        except HTTPError as error:
            status, said, body = error.code, error.headers, error.read()
        return status, {name: said[name] for name in KEPT_HEADERS if said[name]}, json.loads(body)

    def _pair(self, text: str, sign: str) -> tuple[str, str]:
        name, found, value = text.partition(sign)
        if not found:
            raise CommandError(f"{text!r} lacks a “{sign}”")
        return name.strip(), value.strip()
