"""The admin is in Vietnamese: every string of the packages below it has a translation, and a sound one."""

import os
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from tools import messages


@pytest.mark.parametrize("check", messages.CHECKS, ids=lambda check: check.__name__)
def test_finds_nothing(check: Callable[[], list[str]]) -> None:
    assert check() == []


def test_knows_the_packages_strings() -> None:
    """A package that moved its catalogue would pass unseen."""
    seen = {name for domain in messages.DOMAINS for name, strings, _ in messages.packaged(domain) if strings}
    assert seen == set(messages.PACKAGES) - {"modelcluster"}  # which has no catalogue


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("by %(user)s", "bởi %(name)s"),
        ("%d pages", "nhiều trang"),
        ("{count} items", "{số} mục"),
        ("<b>now</b>", "bây giờ"),
        ("now\n", "bây giờ"),
        ("save", "Lưu nha\u0301p"),
    ],
)
def test_faulty_translations_are_found(msgid: str, msgstr: str) -> None:
    entry = polib.POEntry(msgid=msgid, msgstr=msgstr)
    assert len(messages.faults(entry, entry)) == 1


def test_a_translation_may_follow_the_plural() -> None:
    entry = polib.POEntry(msgid="1 page", msgid_plural="%(count)s pages", msgstr_plural={0: "%(count)s trang"})
    assert messages.faults(entry, entry) == []


def test_a_guess_counts_as_no_translation() -> None:
    entry = polib.POEntry(msgid="page", msgstr="trang", flags=["fuzzy"])
    assert messages.texts(entry) == []


def test_compiles_only_what_is_older(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    source = tmp_path / "vi" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "page"\nmsgstr "trang"\n', encoding="utf-8")

    assert messages.main(["compile"]) == 0
    assert capsys.readouterr().out == "compiled vi/LC_MESSAGES/django.po\n"
    assert messages.read(source.with_suffix(".mo"))["", "page"].msgstr == "trang"

    assert messages.main(["compile"]) == 0
    assert capsys.readouterr().out == ""

    os.utime(source, (source.stat().st_atime, source.stat().st_mtime + 10))
    messages.main(["compile"])
    assert "compiled" in capsys.readouterr().out
    assert [path.name for path in sorted(source.parent.iterdir())] == ["django.mo", "django.po"]
