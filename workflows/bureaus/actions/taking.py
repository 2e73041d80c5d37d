"""Taking a file out."""

import uuid
from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from wagtail.models import Page

from cms.glossary.marking import Finder, finder_in_source
from cms.glossary.selectors import entries_for
from sites import clock
from sites.accounts.models import User
from sites.domains.selectors import home_of
from sites.refusals import Invalid, Reason, Refused
from workflows.bureaus.enums import Format, Scope, Which
from workflows.bureaus.models import Handout
from workflows.bureaus.packages import ENDINGS, Packing, written
from workflows.bureaus.registry import texts_of_site
from workflows.bureaus.selectors import roots_for, works_below
from workflows.bureaus.sheets import Sheet, Unit, stamp
from workflows.bureaus.texts import PageText, Text, page_text
from workflows.translation.actions import adopt
from workflows.translation.enums import SegmentState
from workflows.translation.selectors import locale_named
from workflows.translation.texts import Line

MAKE = "workflows.bureaus.make"  # the job; its module stands above this one
MOST_TERMS = 12


@transaction.atomic
def take_out(actor: User, *, page: Page, scope: str, locale: str, form: str, which: str) -> Handout:
    """Order a file: of one page, of all that stands on the person's desk from a home or a section on down, or of the
    names of a site alone. What is no page goes out with its whole site.

    Refused for what the person may not read or not take out as a whole; Missing for a language that there is not;
    Invalid where nothing is to be translated there.
    """
    locale_named(locale)
    home = home_of(page)
    if home is None or not _may_take(actor, page, scope, locale):
        raise Refused(_("You may not translate on this site or into this language."), code="not_entitled")
    sources, others = [page.pk], []
    if scope != Scope.PAGE:
        works = works_below(actor, root=page, locale=locale, which=which) if scope == Scope.BELOW else []
        sources = [work.standing.source_page for work in works]
        beside = texts_of_site(actor, home.site, locale=locale, which=which) if page.pk == home.home_id else []
        others = [text.public_id for text in beside if _wanted(text, which)]
    if not (sources or others):
        raise Invalid(reasons=[Reason("nothing_open", _("Nothing is to be translated there as you chose."), "page")])
    return Handout.objects.create(
        public_id=uuid.uuid4(),
        by=actor,
        at=clock.now(),
        site=home.site,
        title=(str(home.site) if page.pk == home.home_id else page.title)[:300],
        locale=locale,
        form=Format(form),
        which=Which(which),
        pages=sources,
        others=others,
    )


def make(handout: Handout) -> tuple[str, bytes]:
    """The name of the file, and the file. What has been closed to the person since is left out; Invalid where nothing
    is left.
    """
    found = list(_sheets(handout))
    if not found:
        raise Invalid(reasons=[Reason("nothing_open", _("Nothing is to be translated there as you chose."), "page")])
    units = [unit for _path, sheet in found for unit in sheet.units]
    words = sum(len(unit.source.split()) for unit in units)
    Handout.objects.filter(pk=handout.pk).update(segments=len(units), words=words, made_at=clock.now())
    at = handout.at.astimezone(clock.VIETNAM)
    if len(found) == 1:
        path, sheet = found[0]
        return path.rpartition("/")[2], written(sheet, form=handout.form, at=at)
    packing = Packing()
    for path, sheet in found:
        packing.add(path, written(sheet, form=handout.form, at=at), at=at)
    return f"{handout.site.code}-{handout.locale}-{at:%Y%m%d-%H%M}.zip", packing.close()


def make_later(handout: Handout) -> None:
    """Have the worker make the file, and keep it for the person for some days."""
    app.configure_task(MAKE, queue="bureaus", lock="bureaus").defer(handout_id=handout.pk)


def make_and_keep(*, handout_id: int) -> None:
    """What the worker does. Safe to run twice."""
    handout = Handout.objects.select_related("by", "site").get(pk=handout_id)
    try:
        _name, data = make(handout)
    except Invalid:
        data = b""
    Handout.objects.filter(pk=handout_id).update(file=data, made_at=clock.now(), done=handout.size)


def _may_take(actor: User, page: Page, scope: str, locale: str) -> bool:
    if scope == Scope.PAGE:
        return page_text(actor, page.translation_key, locale=locale) is not None
    return page.pk in {number for number, _name in roots_for(actor, locale)}


def _wanted(text: Text, which: str) -> list[Line]:
    """The segments of a text that go out."""
    return [line for line in text.lines if which == Which.ALL or line.state != SegmentState.CURRENT]


def _sheets(handout: Handout) -> Iterator[tuple[str, Sheet]]:
    """The texts with a segment to be translated, each with the path of its file."""
    finder = finder_in_source(entries_for(handout.site, language=handout.locale, day=clock.today()))
    for number, text in enumerate(_texts(handout), 1):
        sheet = _sheet(handout, text, finder) if text is not None else None
        if text is not None and sheet is not None and sheet.units:
            yield text.path + ENDINGS[Format(handout.form)], sheet
        Handout.objects.filter(pk=handout.pk).update(done=number)


def _texts(handout: Handout) -> Iterator[Text | None]:
    """Pages in the order of the tree, then what is no page; None for what has been closed to the person since."""
    for row in Page.objects.filter(pk__in=handout.pages).order_by("path"):
        text = page_text(handout.by, row.translation_key, locale=handout.locale)
        yield _adopted(text) if text else None
    if handout.others:
        every = texts_of_site(handout.by, handout.site, locale=handout.locale, which=handout.which)
        beside = {text.public_id: text for text in every}
        yield from (beside.get(public_id) for public_id in handout.others)


def _adopted(text: PageText) -> PageText:
    """Of a page that was made before translations were written down, written down now."""
    if text.translation is not None and text.translation.page_id:
        return text
    twin = text.source.get_translation_or_none(locale_named(text.locale))
    return replace(text, translation=adopt(twin.specific) if twin else None)


def _sheet(handout: Handout, text: Text, finder: Finder) -> Sheet:
    sheet = Sheet(text.public_id, text.source_locale, handout.locale, text.title, handout=str(handout.public_id))
    limits = text.limits
    sheet.units.extend(_unit(line, finder, limits.get(line.key, 0)) for line in _wanted(text, handout.which))
    return sheet


def _unit(line: Line, finder: Finder, most: int) -> Unit:
    is_outdated = line.state == SegmentState.OUTDATED
    return Unit(
        key=line.key,
        source=line.segment.text,
        target=line.target,
        stamp=stamp(line.segment.sha256, line.target),
        is_done=False if is_outdated else None,
        before=line.before,
        tags=line.tags,
        notes=tuple(_notes(line, finder, most)),
        kind=line.segment.kind,
    )


def _notes(line: Line, finder: Finder, most: int) -> Iterator[str]:
    """What the segment is, how long it may be, and the terms of the glossary in it."""
    label = str(line.segment.label)
    yield label[:1].upper() + label[1:]
    if most:
        yield _("At most %(most)s characters.") % {"most": most}
    text = line.segment.text
    terms = (f"{text[place.start : place.end]} → {' / '.join(place.entry.forms[:3])}" for place in finder.places(text))
    for term in list(dict.fromkeys(terms))[:MOST_TERMS]:
        yield _("Glossary: %(term)s") % {"term": term}
