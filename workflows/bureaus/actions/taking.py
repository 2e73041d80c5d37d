"""Taking a file out."""

import uuid
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from wagtail.models import Page

from cms.glossary.marking import Finder, finder_in_source
from cms.glossary.selectors import entries_for
from cms.pages.models import BasePage
from cms.pages.segments import longest_of
from sites import clock
from sites.accounts.models import User
from sites.domains.selectors import home_of
from sites.refusals import Invalid, Reason, Refused
from workflows.bureaus.enums import Format, Scope, Which
from workflows.bureaus.models import Handout
from workflows.bureaus.packages import ENDINGS, Packing, written
from workflows.bureaus.selectors import lines_of, roots_for, text_named, works_below
from workflows.bureaus.sheets import Sheet, Unit, stamp
from workflows.translation.actions import adopt
from workflows.translation.enums import SegmentState
from workflows.translation.models import Translation
from workflows.translation.selectors import locale_named
from workflows.translation.texts import Line

MAKE = "workflows.bureaus.make"  # the job; its module stands above this one
LONGEST_NAME = 60
MOST_TERMS = 12


@transaction.atomic
def take_out(actor: User, *, page: Page, scope: str, locale: str, form: str, which: str) -> Handout:
    """Order a file: of one page, or of all that stands on the person's desk from a home or a section on down.

    Refused for what the person may not read or not take out as a whole; Missing for a language that there is not;
    Invalid where nothing is to be translated there.
    """
    locale_named(locale)
    home = home_of(page)
    if home is None or not _may_take(actor, page, scope, locale):
        raise Refused(_("You may not translate on this site or into this language."), code="not_entitled")
    sources = [page.pk]
    if scope == Scope.BELOW:
        sources = [work.standing.source_page for work in works_below(actor, root=page, locale=locale, which=which)]
    if not sources:
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
    Handout.objects.filter(pk=handout_id).update(file=data, made_at=clock.now(), done=len(handout.pages))


def _may_take(actor: User, page: Page, scope: str, locale: str) -> bool:
    if scope == Scope.BELOW:
        return page.pk in {number for number, _name in roots_for(actor, locale)}
    return text_named(actor, page.translation_key, locale=locale) is not None


def _sheets(handout: Handout) -> Iterator[tuple[str, Sheet]]:
    """The pages with a segment to be translated, each with the path of its file."""
    finder = finder_in_source(entries_for(handout.site, language=handout.locale, day=clock.today()))
    for number, row in enumerate(Page.objects.filter(pk__in=handout.pages).order_by("path"), 1):
        known = text_named(handout.by, row.translation_key, locale=handout.locale)
        if known is not None:
            source, translation = known
            sheet = _sheet(handout, source, _adopted(source, translation, handout.locale), finder)
            if sheet.units:
                yield _path(source, handout), sheet
        Handout.objects.filter(pk=handout.pk).update(done=number)


def _adopted(source: BasePage, translation: Translation | None, locale: str) -> Translation | None:
    """The translation; of a page that was made before translations were written down, written down now."""
    if translation is not None and translation.page_id:
        return translation
    twin = source.get_translation_or_none(locale_named(locale))
    return adopt(twin.specific) if twin else None


def _sheet(handout: Handout, source: BasePage, translation: Translation | None, finder: Finder) -> Sheet:
    sheet = Sheet(
        source.translation_key,
        source.locale.language_code,
        handout.locale,
        source.title,
        handout=str(handout.public_id),
    )
    limits = longest_of(source)
    for line in lines_of(source, translation):
        if handout.which == Which.ALL or line.state != SegmentState.CURRENT:
            sheet.units.append(_unit(line, finder, limits.get(line.key, 0)))
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


def _path(source: BasePage, handout: Handout) -> str:
    """Where its file lies: as the page lies on the site."""
    parts = source.url_path.strip("/").split("/")[1:] or [source.slug]
    return "/".join(part[:LONGEST_NAME] for part in parts) + ENDINGS[Format(handout.form)]
