"""A contribution becomes a draft page of the site, and from there on passes the desks like everything else."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.manuscripts.parts import Part
from cms.manuscripts.pictures import as_stored, keep_picture, picture_limits
from cms.manuscripts.reading import blocks_of, image_block, read_manuscript
from cms.media.models import Picture
from cms.news.enums import Role
from cms.news.models import NewsCredit, NewsPage
from cms.pages.slugs import free_slug
from cms.textstandard import slug_of
from sites import clock
from sites.accounts.models import User
from sites.refusals import Invalid
from workflows.contributions.actions.recording import locked, move, record, refuse_for, tell_sender
from workflows.contributions.enums import Deed, FileKind, State
from workflows.contributions.looking import finds_in, reasons_of_secrecy
from workflows.contributions.models import Contribution, ContributionFile
from workflows.contributions.policies import reasons_not_to_take


def take(actor: User, *, contribution: Contribution) -> Contribution:
    """Make a draft page of a sorted contribution: its blocks, its pictures, its author and source.

    Refused to who is not at the desk or may not write in the section, unless sorted, and for words and stamps of
    secrecy. The contributor is told. Nothing is public by it.
    """
    found = finds_in(contribution)
    with transaction.atomic():
        row = locked(contribution)
        refuse_for(reasons_not_to_take(actor, contribution=row))
        refuse_for(reasons_of_secrecy(row, found))
        row.page = _page(actor, row)
        row.handler = actor
        move(row, actor, Deed.TAKE, State.TAKEN)
        tell_sender(row, "decided", reason="")
        return row


def note_published(page: Page) -> Contribution | None:
    """What a contributor sent is public: write down when, and tell him where. Doing it again changes nothing."""
    with transaction.atomic():
        row = Contribution.objects.select_for_update(of=("self",)).filter(page_id=page.pk).first()
        if row is None or row.published_at is not None or not page.live:
            return None
        row.published_at = clock.now()
        row.save(update_fields=("published_at",))
        record(row, None, Deed.PUBLISH)
        tell_sender(row, "published", public=page.specific.full_url or "")
        return row


def _page(actor: User, row: Contribution) -> Page:
    section: Any = row.section
    page = NewsPage(
        title=row.title,
        summary=row.summary or "",
        source=_source(row),
        category=row.category,
        owner=actor,
        live=False,
        locale=section.locale,
        agency=_agency(row),
    )
    pictures = [_stored(row, file) for file in row.files.filter(kind=FileKind.PICTURE)]
    page.body = [*_blocks(row), *(_block(file, picture) for file, picture in pictures[1:])]
    if pictures:
        file, lead = pictures[0]
        page.lead_image, page.lead_image_alt = lead, file.alt or file.caption[:255]
        page.lead_image_caption, page.lead_image_credit = file.caption, file.author
    _credit(page, row, pictures)
    page.slug = free_slug(slug_of(row.title), section)
    section.specific.add_child(instance=page)
    page.save_revision(user=actor)
    return Page.objects.get(pk=page.pk)


def _blocks(row: Contribution) -> list[Part]:
    """The text of the form, then that of the files."""
    lines = [line.strip() for line in row.text.split("\n") if line.strip()]
    written = "".join(f"<p>{_escaped(line)}</p>" for line in lines)
    blocks: list[Part] = [("paragraph", written)] if written else []
    for file in row.files.filter(kind=FileKind.MANUSCRIPT):
        with file.file.open("rb") as opened:
            manuscript = read_manuscript(opened.read(), name=file.name, site=row.site)

        def keep(number: int, figures: Any = manuscript.figures) -> Picture | None:
            figure = figures[number]
            try:
                image = as_stored(
                    figure.data, name=figure.name, field="file", limits=picture_limits(row.site.collection)
                )
            except Invalid:
                return None  # a drawing in a format of the office's own
            title = f"{row.title[:200]} ({number + 1})"
            return keep_picture(image, title=title, collection=row.site.collection, credit=row.printed_name)

        blocks += _without_title(row.title, blocks_of(manuscript, keep=keep))
    return blocks


def _without_title(title: str, blocks: list[Part]) -> list[Part]:
    """The title stands above the page; the file often begins with it once more."""
    if blocks and blocks[0][0] == "heading" and blocks[0][1]["text"].casefold() == title.casefold():
        return blocks[1:]
    return blocks


def _stored(row: Contribution, file: ContributionFile) -> tuple[ContributionFile, Picture]:
    with file.file.open("rb") as opened:
        image = as_stored(opened.read(), name=file.name, field="file", limits=picture_limits(row.site.collection))
    title = (file.caption or file.alt or row.title)[:255]
    return file, keep_picture(image, title=title, collection=row.site.collection, credit=file.author)


def _block(file: ContributionFile, picture: Picture) -> Part:
    return "image", image_block(picture, alt=file.alt or file.caption, caption=file.caption, credit=file.author)


def _credit(page: NewsPage, row: Contribution, pictures: list[tuple[ContributionFile, Picture]]) -> None:
    """Who wrote, and who photographed where that is another; `person` is for the reckoning of royalties."""
    person = row.contributor.person if row.contributor else None
    page.credits.add(NewsCredit(name=row.printed_name[:200], role=Role.WRITER, person=person, sort_order=0))
    others = dict.fromkeys(file.author for file, _picture in pictures if file.author != row.printed_name)
    for number, name in enumerate(others, 1):
        page.credits.add(NewsCredit(name=name, role=Role.PHOTOGRAPHER, sort_order=number))


def _source(row: Contribution) -> str:
    letter = getattr(row, "letter", None)
    if row.source:
        return row.source
    if letter is not None:
        return f"{letter.issuer} ({letter.number})"[:255]
    unit = row.contributor.unit_name if row.contributor else ""
    return (unit or _("Contributor"))[:255]


def _agency(row: Contribution) -> Any:
    letter = getattr(row, "letter", None)
    if letter is not None and letter.agency:
        return letter.agency
    return row.contributor.agency if row.contributor else None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
