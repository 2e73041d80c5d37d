"""A language beside Vietnamese and English, and names on their way into English: by administrators and translators."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML

from cms.home.models import HomePage, SectionPage
from cms.news.changes import CATEGORY
from cms.news.models import Category
from sites.accounts.actions import give_seat
from sites.accounts.models import User
from sites.accounts.selectors import administrators
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change, Sent
from sites.domains.models import PublicSite, SiteHome
from sites.domains.selectors import portal
from workflows.changes.actions import approve
from workflows.changes.models import Proposal
from workflows.labels import actions as labels
from workflows.labels.texts import opened_row, row_named
from workflows.languages.actions import OpeningPlan
from workflows.languages.changes import OPENING
from workflows.samples.desks import seated
from workflows.translation.actions import begin, write
from workflows.translation.seen import fingerprint
from workflows.translation.texts import opened

type Given = Mapping[str, Any]


def load_languages(path: Path) -> int:
    """Open the languages that a file names, and take names as far as it says. Answers how many were opened."""
    data: Given = YAML(typ="safe").load(path)
    count = sum(_open(entry) for entry in data["languages"])
    if count:
        _let_a_name_wait(data["names"]["waiting"])
        _rename(data["names"]["renamed"])
    return count


@transaction.atomic
def _open(given: Given) -> bool:
    site, locale = PublicSite.objects.get(code=given["site"]), given["locale"]
    if SiteHome.objects.filter(site=site, locale__language_code=locale).exists():
        return False
    plan = OpeningPlan(locale, given["basis"])
    _by_two(Change(OPENING, OPENING.data(site, plan), reason=given["basis"], basis=plan.basis))
    translator = User.objects.get(username=given["translator"])
    give_seat(_first(), person=translator, kind_code=f"translator-{locale}", site=site)
    first = HomePage.objects.get(site_home__site=site, site_home__position=0)
    for code, title in given["sections"].items():
        _write_title(translator, SectionPage.objects.child_of(first).get(code=code), locale, title)
    return True


def _write_title(translator: User, section: SectionPage, locale: str, title: str) -> None:
    translation = begin(translator, source=section, locale=locale)
    line = opened(translation).line("title")
    seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
    write(translator, translation=translation, key="title", text=title, **seen)


@transaction.atomic
def _let_a_name_wait(given: Given) -> None:
    """A new category whose English was sent to the second person."""
    if Category.objects.filter(code=given["code"]).exists():
        return
    position = Category.objects.count() + 1
    _by_two(CATEGORY.change(Category(code=given["code"], name_vi=given["vi"], position=position), reason=given["vi"]))
    translator, row = seated(portal(), kind="translator"), Category.objects.get(code=given["code"])
    found = opened_row(*row_named("category", row.pk), "en")
    line = found.line("name")
    seen = {"seen": fingerprint(line.target), "source_seen": line.segment.sha256}
    labels.write(translator, found=found, field="name", text=given["en"], **seen)
    labels.send(translator, found=found)


@transaction.atomic
def _rename(given: Given) -> None:
    """A category of which the Vietnamese says something new."""
    row = Category.objects.get(code=given["code"])
    row.name_vi = given["vi"]
    _by_two(CATEGORY.change(row, reason=given["vi"]))


def _by_two(change: Change) -> None:
    """Asked for by one administrator, approved by another, as on the screens."""
    if isinstance(carry_out(_first(), change=change), Sent):
        second = administrators().exclude(pk=_first().pk).order_by("pk")[0]
        approve(second, proposal=Proposal.objects.latest("pk"))


def _first() -> User:
    return administrators().order_by("pk")[0]
