"""The admin is in Vietnamese: every string of the packages below it has a translation, and a sound one."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
from django.apps import apps as installed
from django.utils import translation

from tools import messages, packages, sources

OWN = packages.read(messages.OWN / "django.po")


@pytest.mark.parametrize("check", messages.CHECKS, ids=lambda check: check.__name__)
def test_finds_nothing(check: Callable[[], list[str]]) -> None:
    assert check() == []


def test_knows_the_packages_strings() -> None:
    """A package that moved its catalogue would pass unseen."""
    seen = {name for domain in packages.DOMAINS for name, strings, _ in packages.packaged(domain) if strings}
    assert seen == {*packages.PACKAGES, *packages.NOT_LOADED, *packages.UNCATALOGUED} - {
        "modelcluster"
    }  # which has no catalogue


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


def test_catalogues_of_the_packages_follow_what_they_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "django.po"
    path.write_text('msgid "gone"\nmsgstr "đã bỏ"\n\nmsgid "Save"\nmsgstr "Lưu lại"\n', encoding="utf-8")
    monkeypatch.setattr(messages, "OVERRIDES", tmp_path)

    catalogue = {entry.msgid: entry.msgstr for entry in messages.strings_of_packages("django")}
    assert "gone" not in catalogue
    assert catalogue["Save"] == "Lưu lại"
    assert catalogue["Wagtail simple translation"] == ""  # of an app that is not loaded: its Vietnamese is ours
    assert "Page" not in catalogue  # of Wagtail, which has


def test_django_says_what_the_catalogues_say() -> None:
    """Which catalogues are loaded, and in which order, is Django's business; this is what comes of it."""
    with translation.override("vi"):
        for name, string, entry in messages.effective("django"):
            assert said(string) in messages.texts(entry) + messages.texts(OWN.get(key(string), entry)), name


def key(string: Any) -> tuple[str, str]:
    return string.msgctxt or "", string.msgid


def said(string: Any) -> str:
    if string.msgctxt and string.msgid_plural:
        return translation.npgettext(string.msgctxt, string.msgid, string.msgid_plural, 2)
    if string.msgctxt:
        return translation.pgettext(string.msgctxt, string.msgid)
    if string.msgid_plural:
        return translation.ngettext(string.msgid, string.msgid_plural, 2)
    return translation.gettext(string.msgid)


def test_every_installed_package_with_strings_is_looked_at() -> None:
    """A package that is installed later brings its strings into the checks, or says here why not."""
    known = {*packages.PACKAGES, *packages.UNCATALOGUED, "django.contrib.messages", "django.contrib.staticfiles"}
    names = {config.name for config in installed.get_app_configs() if config.name.split(".")[0] not in sources.FLOORS}
    strings = {name for name, folder in packages.folders(names - known) if packages.written_in(folder, "django")}
    assert strings == {"drf_spectacular"}  # whose words go into the OpenAPI document
