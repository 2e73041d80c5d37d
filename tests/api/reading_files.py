"""Items with files, and the rules by which files are read."""

from typing import Any

import pytest

from sites.domains.models import PublicSite
from sites.rules.actions import keep_basis, set_rule
from sites.rules.models import Rule
from tests.factories.api import settle
from tests.factories.cms import body_of, make_file, make_news, publish, section_of
from tests.factories.offices import docx, para
from tests.factories.sites import make_administrator


def word_file(*lines: str) -> bytes:
    """A Word file with these paragraphs, one that is hidden, and its properties."""
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>giấu kín</w:t></w:r></w:p>"
    return docx(*map(para, lines), hidden, docProps__core="<a>người soạn thảo</a>")


@pytest.fixture
def reading_rules(site: PublicSite) -> None:
    """How much of a file is read."""
    actor = make_administrator()
    basis = keep_basis(actor, code="he-thong", values={"title": "Mặc định"})
    values = {
        "search.files": {"megabytes": 20, "pages": 5, "letters": 1000, "seconds": 20},
        "manuscript.limits": {"megabytes": 20, "unpacked_megabytes": 100, "members": 100, "ratio": 100, "pictures": 9,
                              "table_rows": 9},
    }  # fmt: skip
    for key, value in values.items():
        set_rule(actor, rule=Rule(key=key, value=value, unit="text", basis=basis, article="Mặc định"))


def with_file(site: PublicSite, data: bytes, name: str = "phu-luc.docx", title: str = "Phụ lục giá") -> Any:
    """A public item that shows one."""
    body = body_of(("file", {"file": make_file(name=name, data=data, title=title).pk, "title": ""}))
    page = make_news(section_of(site), title="Niêm yết giá", summary="", body=body, tags=[])
    publish(page)
    settle()
    return page
