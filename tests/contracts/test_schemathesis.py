"""Whatever the OpenAPI document allows, and what it does not: no answer is a 5xx, and every answer fits the document.

Schemathesis asks a running server with the sample content. It is given a copy of the document that holds real values
to ask with, and whose objects are closed: a field that is sent without being listed is a fault.
"""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from tests.stack import DOMAIN, Stack
from tests.thorough import tries

EXAMPLES_OF_AN_ADDRESS = 30
MOST_SECONDS = 60
PATIENCE = 300
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
)
REFUSED = """
[checks.negative_data_rejection]
expected-statuses = {statuses}
"""
METHOD_NOT_ALLOWED = 405  # of the methods that an address does not have; `unsupported_method` asks for it
NARROWED = (
    "Item",
    "ListedItem",
    "Hit",
    "Site",
    "Menus",
    "Completion",
    "Change",
    "PublishingAgency",
)  # of which `fields` leaves out what is otherwise always there


def _ask(stack: Stack, path: str) -> Any:
    with urllib.request.urlopen(f"{stack.url}/api/v1/{path}", timeout=30) as answer:
        return json.load(answer)


def _prepared(stack: Stack) -> dict[str, Any]:
    """The document with closed objects, and with values of this province as examples."""
    document = _ask(stack, "schema/")
    items = _ask(stack, f"content/?site={DOMAIN}&type=news&limit=3&include=subsites")["results"]
    assert items, "there is no sample content to ask for"
    item = items[0]
    values = {
        "hostname": item["site"],
        "site": item["site"],
        "public_id": item["public_id"],
        "path": item["path"],
        "section": item["section"]["public_id"],
        "agency": item["agency"]["public_id"],
        "q": "tinh",
        "kind": "rss",
        "part": "vi-2026-11-1",
        "published_after": "2020-01-01T00:00:00+07:00",
    }
    for name, schema in document["components"]["schemas"].items():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
        if name in NARROWED:
            schema.pop("required", None)
    for methods in document["paths"].values():
        for method in methods.values():
            method["responses"]["414"] = {"description": "The server itself: an address longer than it reads."}
        for parameter in [one for method in methods.values() for one in method.get("parameters", [])]:
            if parameter["name"] in values:
                parameter["examples"] = {"real": {"value": values[parameter["name"]]}}
    return document


def _refusals(document: dict[str, Any]) -> list[int]:
    """How what is wrong may be refused: as the document says of some address. Of which, the check of statuses asks."""
    answers = {int(code) for path in document["paths"].values() for one in path.values() for code in one["responses"]}
    return [*sorted(code for code in answers if 400 <= code < 500), METHOD_NOT_ALLOWED]


def _run(document: dict[str, Any], stack: Stack, folder: Path, *words: str) -> str:
    """Let Schemathesis play. Returns what it said."""
    schema = folder / "openapi.json"
    schema.write_text(json.dumps(document))
    (folder / "schemathesis.toml").write_text(REFUSED.format(statuses=_refusals(document)))
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", str(schema), "--url", stack.url),
        *("--checks", ",".join(CHECKS), "--seed", "20261122", "--generation-database", "none"),
        *("--continue-on-failure", "--no-shrink", "--no-color", *words),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, f"{done.stdout[-12_000:]}\n{done.stderr[-2_000:]}"
    return done.stdout


def test_no_answer_is_a_fault_and_every_answer_fits_the_document(stack: Stack, tmp_path: Path) -> None:
    many = ("--max-examples", str(EXAMPLES_OF_AN_ADDRESS), "--max-time", str(MOST_SECONDS))
    _run(_prepared(stack), stack, tmp_path, "--phases", "examples,coverage,fuzzing", *many)


# Where a reader goes from an answer, and with what of it.
FIRST, ITEM = "$response.body#/results/0", "$response.body#/item"
OF_THE_ITEM = {"public_id": "/public_id", "site": "/site"}
AT_ITS_PATH = {"path": "/path", "site": "/site"}
OF_THE_SITE = {"hostname": "/site"}
FROM_AN_ITEM = (
    ("read_item", OF_THE_ITEM),
    ("read_history", OF_THE_ITEM),
    ("resolve_path", AT_ITS_PATH),
    ("read_menus", OF_THE_SITE),
    ("read_site", OF_THE_SITE),
    ("read_sitemap", OF_THE_SITE),
)
WAYS: dict[str, tuple[str, tuple[tuple[str, dict[str, str]], ...]]] = {
    "list_content": (FIRST, FROM_AN_ITEM),
    "list_notices": (FIRST, FROM_AN_ITEM),
    "search": (FIRST, FROM_AN_ITEM),
    "resolve_path": (ITEM, FROM_AN_ITEM),
    "read_item": ("$response.body#", FROM_AN_ITEM),
    "list_sites": (FIRST, (("read_site", {"hostname": "/hostname"}), ("read_menus", {"hostname": "/hostname"}))),
    "list_changes": ("$response.body#", (("list_changes", {"since": "/cursor"}),)),
}


def _linked(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the ways from one answer to the next request."""
    for methods in document["paths"].values():
        for operation in methods.values():
            where, ways = WAYS.get(operation["operationId"], ("", ()))
            links = {
                name: {"operationId": name, "parameters": {key: f"{where}{part}" for key, part in given.items()}}
                for name, given in ways
            }
            operation["responses"].get("200", {})["links"] = links
    return document


def test_what_follows_from_an_answer_fits_the_document_too(stack: Stack, tmp_path: Path) -> None:
    few = ("--max-examples", str(tries(4, 100)), "--max-time", str(tries(8, 240)))
    _run(_linked(_prepared(stack)), stack, tmp_path, "--phases", "stateful", *few)
