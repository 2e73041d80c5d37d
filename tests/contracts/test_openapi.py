"""The OpenAPI document is the committed one: frontends of other people stand on it.

A change that is meant is written down by `CONTRACT=write pytest tests/contracts/test_openapi.py`, and reviewed.
"""

import json
import os

from api.schema.documents import written_document
from tests.stack import ROOT

COMMITTED = ROOT / "docs" / "reference" / "openapi.json"


def test_the_openapi_document_is_the_committed_one() -> None:
    found = json.dumps(json.loads(written_document()), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("CONTRACT") == "write":
        COMMITTED.write_text(found)
    assert COMMITTED.read_text() == found
