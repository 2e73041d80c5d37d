"""Translating: beginning, taking upon oneself, writing segment by segment. Nothing here touches what is public."""

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.blocks.marking import faults_in
from cms.blocks.segments import HTML
from cms.pages.models import BasePage
from cms.pages.segments import Segment, rendered
from cms.pages.translation import draft_translation
from cms.textstandard import clean, slug_of
from sites import clock
from sites.accounts.models import User
from sites.domains.selectors import home_of, homes_beside
from sites.refusals import Conflict, Invalid, Missing, Reason
from workflows.passage import actions as passages
from workflows.passage.actions.recording import refuse
from workflows.passage.locks import lock_page
from workflows.passage.models import Passage
from workflows.passage.selectors import releases_in_force, releases_of
from workflows.translation.enums import How, SegmentState
from workflows.translation.guards import reasons_left_open
from workflows.translation.models import Translation, Wording
from workflows.translation.policies import (
    reasons_not_to_begin,
    reasons_not_to_handle,
    reasons_not_to_lay_down,
    reasons_not_to_write,
)
from workflows.translation.registry import against_whole, forgetting
from workflows.translation.seen import check_seen, fingerprint, source_changed
from workflows.translation.selectors import locale_named
from workflows.translation.sizes import forget_sizes, note_size
from workflows.translation.texts import Line, Opened, opened, source_of

LONGEST_SLUG = 90


def begin(actor: User, *, source: BasePage, locale: str) -> Translation:
    """Draft a page in another language, or find the draft that is there, and take it upon oneself if it is free.

    Refused to who may not write in that language there, and where the section above is missing; a front page is there
    as soon as the language is open. Missing for a language that there is not.
    """
    with transaction.atomic():
        language = locale_named(locale)
        refuse(reasons_not_to_begin(actor, source=source, locale=language))
        twin = source.get_translation_or_none(language)
        page: BasePage = twin.specific if twin else draft_translation(actor, page=source, locale=language)
        translation = adopt(page)
        if not reasons_not_to_handle(actor, translation=translation):
            _give(translation, actor)
        return translation


def adopt(page: BasePage) -> Translation:
    """The translation that a page is, written down where it was not yet. Missing for a text of the first language.

    A page that has been there before is taken to be shaped after its source as that stands now, and to correspond to
    the text of which its public version was made.
    """
    home = home_of(page)
    first = homes_beside(page)[0] if home else None
    if home is None or first is None or home.position == 0:
        raise Missing(_("This text is in the first language of its site."), code="no_translation")
    source = source_of(page.translation_key, first.locale.language_code)
    note_size(source.page, source.sha256)
    translation, made = Translation.objects.get_or_create(
        public_id=page.translation_key,
        locale=page.locale.language_code,
        defaults={
            "source_locale": first.locale.language_code,
            "site": home.site,
            "page": page,
            "source_sha256": _made_of(page) or source.sha256,
            "shaped_after": _shaped_after(page, first.locale.language_code) or source.revision,
            "at": clock.now(),
        },
    )
    if not made and translation.page_id != page.pk:  # drafted again after its draft was deleted
        translation.page, translation.shaped_after = Page.objects.get(pk=page.pk), source.revision
        translation.source_sha256 = ""
        translation.save(update_fields=("page", "shaped_after", "source_sha256"))
    return translation


@transaction.atomic
def handle(actor: User, *, translation: Translation) -> None:
    """Take a translation upon oneself. Refused to who may not write it; Conflict while a colleague handles it."""
    locked = _locked(translation)
    reasons = reasons_not_to_handle(actor, translation=locked)
    if any(reason.code == "handled" for reason in reasons):
        raise Conflict(reasons=reasons)
    refuse(reasons)
    _give(locked, actor)


@transaction.atomic
def lay_down(actor: User, *, translation: Translation) -> None:
    """Lay a translation down that one had claimed. Refused to everyone else."""
    locked = _locked(translation)
    refuse(reasons_not_to_lay_down(actor, translation=locked))
    locked.handled_by, locked.handled_since = None, None
    locked.save(update_fields=("handled_by", "handled_since"))


def write(actor: User, *, translation: Translation, key: str, text: str, seen: str, source_seen: str) -> Opened:
    """Give one segment its wording, in the draft and in the memory.

    `seen` is the `fingerprint` of the wording as the person saw it, `source_seen` the hash of the source beside it.
    Conflict where somebody else wrote the segment meanwhile or its source changed; Invalid where marks are wrong or
    nothing is written, or more than the field holds; refused as `reasons_not_to_write` says. What is public stays.
    """
    return _write(actor, translation, {key: (clean(text).strip(), seen, source_seen)}, How.WRITTEN)


def keep(actor: User, *, translation: Translation, key: str, seen: str, source_seen: str) -> Opened:
    """Say that the wording of a segment is right though its source changed. Refused and in conflict as above."""
    current = opened(translation).line(key)
    return _write(actor, translation, {key: (current.target, seen, source_seen)}, How.KEPT)


def write_all(actor: User, *, translation: Translation, given: Mapping[str, tuple[str, str, str]], how: How) -> Opened:
    """Give several segments their wordings, all or none: what was brought in (`BROUGHT`), or seen and kept (`KEPT`).

    `given` are by segment its text, the fingerprint of the wording that it replaces, the hash of its source. Refused,
    invalid and in conflict as `write`.
    """
    cleaned = {key: (clean(text).strip(), seen, source_seen) for key, (text, seen, source_seen) in given.items()}
    return _write(actor, translation, cleaned, how)


def compare_whole(actor: User, *, translation: Translation, source_seen: str) -> Opened:
    """Say of the whole translation that it corresponds to the source, wherever it was written. In conflict where the
    source is another one than `source_seen`; Invalid while a segment is not translated; refused as above.
    """
    current = opened(translation)
    if current.source.sha256 != source_seen:
        raise source_changed()
    refuse([reason for ask in against_whole for reason in ask(current)])
    if current.count(SegmentState.NONE):
        raise Invalid(_("Some segments are not translated yet."), code="not_translated")
    given = {
        line.key: (line.target, fingerprint(line.target), line.segment.sha256)
        for line in current.lines
        if line.state == SegmentState.OUTDATED or line.wording is None
    }
    return _write(actor, translation, given, How.KEPT)


def submit(actor: User, *, translation: Translation) -> Passage:
    """Send the draft on its way to the public. Refused to who may not write it, while a segment is open, and as
    `passage.submit` refuses.
    """
    refuse(reasons_not_to_write(actor, translation=translation))
    refuse(list(reasons_left_open(opened(translation))))
    return passages.submit(actor, page=cast("Page", translation.page))


def forget(public_id: UUID) -> None:
    """Empty every wording of a text that is erased; anywhere but in that transaction the database refuses it."""
    Wording.objects.filter(translation__public_id=public_id).update(source="", target="")
    forget_sizes(public_id)
    for follow in forgetting:
        follow(public_id)


def _write(actor: User, translation: Translation, given: Mapping[str, tuple[str, str, str]], how: How) -> Opened:
    with transaction.atomic():
        locked = _locked(translation)
        refuse(reasons_not_to_write(actor, translation=locked))
        before = opened(locked)
        for key, (text, seen, source_seen) in given.items():
            _check(before.line(key), how, text, seen, source_seen)
        _write_down_what_is_found(actor, before)
        for key, (text, _seen, _source) in given.items():
            before.line(key).written(actor, locked, text, how).save()
        words = {line.key: line.target for line in before.lines if line.state != SegmentState.NONE}
        _save(actor, before, {**words, **{key: text for key, (text, *_rest) in given.items()}})
        after = opened(locked)
        if after.is_done and locked.source_sha256 != after.source.sha256:
            Translation.objects.filter(pk=locked.pk).update(source_sha256=after.source.sha256)
            after.translation.source_sha256 = after.source.sha256
        return after


def _check(line: Line, how: How, text: str, seen: str, source_seen: str) -> None:
    check_seen(line, seen=seen, source_seen=source_seen)
    if not text:
        raise Invalid(reasons=[Reason("nothing_written", _("Write a translation."), "text")])
    is_html = line.segment.kind == HTML and how != How.KEPT  # what is kept was let through before
    if wrong := faults_in(text, line.tags, needed=len(line.segment.tags)) if is_html else []:
        words = _(
            "These marks are missing or wrong: %(marks)s. Each mark of the source stands once in the translation."
        )
        raise Invalid(reasons=[Reason("marks_wrong", words % {"marks": " ".join(wrong)}, "text")])


def _write_down_what_is_found(actor: User, before: Opened) -> None:
    """What the draft says that no wording says, written in the editor: reshaping would lose it, or its source."""
    for line in before.lines:
        if line.target and (line.wording is None or line.wording.target != line.target):
            source = line.before or line.segment.text, line.before_sha256
            _found(actor, before, line.segment, line.target, source)
    for segment in before.loose:
        _found(actor, before, segment, segment.text, ("", ""))


def _found(actor: User, before: Opened, segment: Segment, target: str, source: tuple[str, str]) -> None:
    revision = before.page.latest_revision
    Wording.objects.create(
        translation=before.translation,
        locale=before.translation.locale,
        key=segment.key,
        shape=segment.shape,
        source=source[0],
        source_sha256=source[1],
        target=target,
        how=How.FOUND,
        by=(revision.user if revision else None) or before.page.owner or actor,
        at=clock.now(),
    )


def _save(actor: User, opened_before: Opened, words: Mapping[str, str]) -> None:
    """A draft with these words in the structure of the source; one's own draft of this sitting is written over."""
    page, translation = opened_before.page, opened_before.translation
    tags = {line.key: line.tags for line in opened_before.lines}
    rendered(page, source=opened_before.source.page, before=opened_before.before, words=words, tags=tags)
    if not releases_of(page).exists():
        page.slug = _slug(page)
    try:
        page.save_revision(user=actor, overwrite_revision=_own_draft(actor, page))
    except ValidationError as error:
        raise Invalid(reasons=[Reason("not_valid", message, "text") for message in error.messages]) from error
    if opened_before.source.revision:
        Translation.objects.filter(pk=translation.pk).update(shaped_after=opened_before.source.revision)


def _slug(page: BasePage) -> str:
    """What has never been public gets the address that its title asks for."""
    wanted = slug_of(page.title)[:LONGEST_SLUG].strip("-") or page.slug
    return page._get_autogenerated_slug(wanted)


def _own_draft(actor: User, page: BasePage) -> Revision | None:
    """The newest draft, if this person made it and nobody has decided about it: it is written over, as by autosave."""
    newest = page.latest_revision
    if newest is None or newest.user_id != actor.pk or newest.pk == page.live_revision_id:
        return None
    is_named = Passage.objects.filter(revision=newest).exists() or releases_of(page).filter(revision=newest).exists()
    return None if is_named else newest


def _locked(translation: Translation) -> Translation:
    """The translation as it is now, with its page, both locked until the transaction ends: the page first."""
    page = lock_page(translation.page_id) if translation.page_id else None
    found = Translation.objects.select_for_update(of=("self",)).select_related("site", "shaped_after", "handled_by")
    locked = found.get(pk=translation.pk)
    locked.page = page
    return locked


def _give(translation: Translation, actor: User) -> None:
    translation.handled_by, translation.handled_since = actor, clock.now()
    translation.save(update_fields=("handled_by", "handled_since"))


def _shaped_after(page: BasePage, source_locale: str) -> Revision | None:
    """Of a page with blocks of its own: what its source was when it became public. What came since is new to it."""
    release = releases_of(page).first() if page.keeps_own_blocks else None
    if release is None:
        return None
    at = releases_in_force(page.translation_key, source_locale, release.released_at).select_related("revision")
    return next((one.revision for one in at[:1]), None)


def _made_of(page: BasePage) -> str:
    release = releases_of(page).values_list("counterpart__source_sha256", flat=True).first()
    return release or ""
