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
        for parameter in [one for method in methods.values() for one in method.get("parameters", [])]:
            if parameter["name"] in values:
                parameter["examples"] = {"real": {"value": values[parameter["name"]]}}
    return document


def test_no_answer_is_a_fault_and_every_answer_fits_the_document(stack: Stack, tmp_path: Path) -> None:
    schema = tmp_path / "openapi.json"
    schema.write_text(json.dumps(_prepared(stack)))
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", str(schema), "--url", stack.url),
        *("--phases", "examples,coverage,fuzzing", "--checks", ",".join(CHECKS)),
        *("--seed", "20261122", "--generation-database", "none", "--max-examples", str(EXAMPLES_OF_AN_ADDRESS)),
        *("--max-time", str(MOST_SECONDS), "--continue-on-failure", "--no-shrink", "--no-color"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, f"{done.stdout[-12_000:]}\n{done.stderr[-2_000:]}"
