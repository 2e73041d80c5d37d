"""Erasing a text that must not exist: unlawful, a state secret, personal data. Two persons, a basis.

The row stays, and the chain with it, because it runs over hashes. Everything else that holds the text goes: the bytes,
the revisions, the page's own row, pictures and files that nothing else shows. Readers are told `withheld`.
"""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import translation
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import PageLogEntry, ReferenceIndex, Revision
from wagtail.search import index

from api.publications.drain import drain_lock
from api.publications.media import let_go_after_commit, media_in
from api.publications.models import Body, Version
from api.publications.selectors import last_versions
from api.publications.things import Json, Last, Subject, Thing
from api.publications.vocabulary import forget_words
from cms.blocks.references import pictures_in
from cms.media.models import File, Picture
from cms.pages.models import BasePage
from cms.pages.presenters import text_of
from cms.pages.public import digest
from cms.pages.selectors import page_for
from sites import clock
from sites.accounts.models import User
from sites.refusals import Missing, Reason, Refused
from workflows.passage.enums import WITHHELD
from workflows.passage.models import Withdrawal
from workflows.translation.actions import forget


def reasons_not_to_erase(actor: User, *, confirmed_by: User, version: Version, kind: str, basis: str) -> list[Reason]:
    """Why the text of a version may not be erased by these two."""
    reasons = []
    if actor == confirmed_by:
        reasons.append(Reason("one_person", _("A second person has to confirm it.")))
    if not (actor.is_active and confirmed_by.is_active):
        reasons.append(Reason("not_active", _("Both have to hold an open account.")))
    if not basis.strip() or kind not in WITHHELD:
        reasons.append(Reason("no_basis", _("Name the ground and the legal basis.")))
    return reasons + reasons_of_version(version)


def reasons_of_version(version: Version) -> list[Reason]:
    """Why the text of a version may not be erased, whoever asks: it has none, or is public."""
    if version.body is None or version.body.erased_at is not None:
        return [Reason("no_text", _("This version has no text."))]
    if any(last.is_live and last.body == version.body_id for last in _last_of(version).values()):
        return [Reason("is_public", _("Withdraw it first."))]
    return []


def erase_version(actor: User, *, confirmed_by: User, seq: int, kind: str, basis: str) -> Body:
    """Erase the text of a version, wherever it lies. Missing for an unknown number; refused as said above."""
    with drain_lock(), transaction.atomic():
        version = Version.objects.select_related("body").filter(pk=seq).first()
        if version is None or version.body is None:
            raise Missing(_("There is no such version."), code="unknown_version")
        reasons = reasons_not_to_erase(actor, confirmed_by=confirmed_by, version=version, kind=kind, basis=basis)
        if reasons:
            raise Refused(reasons=reasons)
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.erasing', 'on', true)")
        text = json.loads(bytes(version.body.bytes or b"{}"))
        for thing in _things_with(version.body_id):
            _erase_from_page(thing, str(version.body_id))
            Withdrawal.objects.create(
                public_id=thing.public_id, locale=thing.locale, kind=kind, reason=basis, at=clock.now(), by=actor
            )
        _erase_media(text)
        let_go_after_commit(_media_named_with(version.body_id))
        forget_words()
        Body.objects.filter(pk=version.body_id).update(
            bytes=None, erased_at=clock.now(), erased_by=actor, confirmed_by=confirmed_by, basis=basis
        )
        return Body.objects.get(pk=version.body_id)


def _last_of(version: Version) -> dict[Thing, Last]:
    return last_versions({thing.subject for thing in _things_with(version.body_id)} or {_subject(version)})


def _subject(version: Version) -> Subject:
    return Subject(version.kind, version.public_id)


def _things_with(sha256: str | None) -> list[Thing]:
    """Every thing that ever had this text."""
    fields = ("kind", "public_id", "locale", "site")
    return [
        Thing(*row) for row in Version.objects.filter(body=sha256).values_list(*fields).distinct().order_by(*fields)
    ]


def _media_named_with(sha256: str | None) -> set[str]:
    frames = Version.objects.filter(body=sha256).values_list("state", "frame")
    return {name for state, frame in frames for name in media_in(Last(0, state, None, None, frame))}


def _erase_from_page(thing: Thing, sha256: str) -> None:
    """Empty the page's row and every revision that holds the text, and what translators wrote for it; a corrected draft
    stays.
    """
    forget(thing.public_id)
    try:
        page = page_for(thing.public_id, thing.locale)
    except Missing:
        return
    for revision in Revision.objects.for_instance(page):
        found = revision.as_object()
        if digest(text_of(found)) == sha256:
            _empty(found)
            content = json.loads(json.dumps(found.serializable_data(), default=str))
            Revision.objects.filter(pk=revision.pk).update(content=content, object_str=found.title)
    if digest(text_of(page)) == sha256:
        _empty(page)
        page.save()
        PageLogEntry.objects.filter(page=page.pk).update(label=page.title)
        index.insert_or_update_object(page)  # type: ignore[attr-defined]
        ReferenceIndex.create_or_update_for_object(page)


def _empty(page: BasePage) -> None:
    """Take every word and every reference out of a page; where it lies in the tree stays."""
    with translation.override(page.locale.language_code):
        page.title = page.draft_title = _("Erased")
    page.seo_title = page.search_description = ""
    for field in type(page)._meta.local_fields:
        if field.primary_key or field.name == "agency":
            continue
        if isinstance(field, StreamField):
            setattr(page, field.name, [])
        elif field.is_relation:
            setattr(page, field.name, None)
        elif field.get_internal_type() in {"CharField", "TextField"}:
            setattr(page, field.name, "")
    for relation in get_all_child_relations(type(page)):
        if relation.related_model is not None and relation.model is type(page):
            setattr(page, str(relation.get_accessor_name()), [])


def _erase_media(text: Json) -> None:
    """Delete the pictures and files that nothing else refers to; Wagtail deletes what is stored with them."""
    files = [UUID(entry["public_id"]) for entry in text.get("files", [])]
    media: Iterable[Picture | File] = [
        *Picture.objects.filter(sha256__in=pictures_in(text)),
        *File.objects.filter(public_id__in=files),
    ]
    for medium in media:
        if ReferenceIndex.get_references_to(medium).exists():
            continue
        type(medium)._base_manager.filter(pk=medium.pk).update(frozen_at=None)
        medium.refresh_from_db()
        try:
            with transaction.atomic():
                medium.delete()
        except ProtectedError:  # a draft shows it
            type(medium)._base_manager.filter(pk=medium.pk).update(frozen_at=clock.now())
