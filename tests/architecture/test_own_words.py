"""This system's own strings are found wherever the source hands them to gettext, and every one has its Vietnamese."""

from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from tools import messages, sources
from tools.sources import Message


def test_strings_of_a_module_are_found_under_the_names_it_gives_to_gettext() -> None:
    source = (
        "from django.utils import translation\n"
        "from django.utils.translation import gettext as _, ngettext_lazy as many, pgettext\n"
        "_('one ' 'line')\n"
        "many('%(n)s page', '%(n)s pages', 'n')\n"
        "pgettext('month', 'May')\n"
        "translation.gettext('word')\n"
        "gettext('of somebody else')\n"
    )
    assert list(sources.in_python(source)) == [
        (3, Message("one line")),
        (4, Message("%(n)s page", plural="%(n)s pages")),
        (5, Message("May", context="month")),
        (6, Message("word")),
    ]


def test_a_call_without_a_plain_string_is_told() -> None:
    source = "from django.utils.translation import gettext as _\n_(f'a {word}')\n_(word)\n"
    assert list(sources.in_python(source)) == [(2, None), (3, None)]


def test_strings_of_a_template_are_found() -> None:
    source = (
        '{% translate "It\'s 100%" %}{{ _("name") }}{{ value|default:_("none") }}\n'
        '{% translate "May" context "month" %}\n'
        "{% blocktranslate trimmed with n=count %}\n  by {{ n }}\n  people\n{% endblocktranslate %}\n"
        "{% blocktranslate count n=count %}{{ n }} page{% plural %}{{ n }} pages{% endblocktranslate %}\n"
        'Text with _("nothing")\n'
    )
    assert [message for _, message in sources.in_calls(templatize(source))] == [
        Message("It's 100%%"),
        Message("name"),
        Message("none"),
        Message("May", context="month"),
        Message("by %(n)s people"),
        Message("%(n)s page", plural="%(n)s pages"),
    ]


def test_strings_of_a_script_are_found() -> None:
    source = "const a = gettext('Save') + ngettext(\"%s page\", '%s pages', n) + my_gettext('no')"
    assert [message for _, message in sources.in_calls(source)] == [
        Message("Save"),
        Message("%s page", plural="%s pages"),
    ]


def test_vietnamese_is_told_from_english() -> None:
    assert sources.has_vietnamese("Duyệt")
    assert sources.has_vietnamese("đi")
    assert not sources.has_vietnamese("“site” — 3 × 4 …")


def test_extracting_adds_drops_and_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locale" / "vi" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "gone"\nmsgstr "đã bỏ"\n\nmsgid "kept"\nmsgstr "giữ"\n', encoding="utf-8")
    room = tmp_path / "sites" / "room"
    room.mkdir(parents=True)
    (room / "page.html").write_text('{% translate "new" %}{% translate "Page" %}', encoding="utf-8")
    (room / "models.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n_('kept')\nngettext('%(n)s a', '%(n)s b', 2)\n"
    )
    monkeypatch.setattr(messages, "OWN", path.parent)
    monkeypatch.setattr(sources, "ROOT", tmp_path)

    assert messages.main(["extract"]) == 0
    first = path.read_text(encoding="utf-8")
    entries = {entry.msgid: entry for entry in polib.pofile(str(path))}
    assert list(entries) == ["%(n)s a", "kept", "new"]  # "Page" has its Vietnamese from Wagtail
    assert entries["kept"].msgstr == "giữ"
    assert entries["%(n)s a"].msgstr_plural == {0: ""}

    messages.main(["extract"])
    assert path.read_text(encoding="utf-8") == first


def test_strings_without_vietnamese_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "sites" / "room"
    room.mkdir(parents=True)
    (room / "page.html").write_text('{% translate "agency" %}{% translate "nothing says this" %}', encoding="utf-8")
    (room / "models.py").write_text(
        "from django.utils.translation import gettext as _\n_('cơ quan')\n_(word)\n", encoding="utf-8"
    )
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    assert messages.check_own() == [
        "sites/room/models.py:2: write it in English: 'cơ quan'",
        "sites/room/models.py:2: no Vietnamese, run `messages.py extract`: 'cơ quan'",
        "sites/room/models.py:3: gettext is given something else than a plain string",
        "sites/room/page.html:1: no Vietnamese, run `messages.py extract`: 'nothing says this'",
    ]
