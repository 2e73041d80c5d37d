"""A contributor writes, encloses files, and sends."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from cms.manuscripts.limits import check_size, files_taken, limits_of
from cms.manuscripts.pictures import as_stored, picture_limits
from cms.manuscripts.reading import TEXTS, extension_of, read_manuscript
from cms.textstandard import clean
from sites import clock
from sites.accounts.models import User
from sites.refusals import Invalid, Reason, Refused
from sites.refusals.checking import check_fields
from workflows.contributions.actions.recording import locked, move, new_code, record, refuse_for, tell_desk
from workflows.contributions.enums import Channel, Deed, FileKind, State
from workflows.contributions.looking import finds_in, reasons_of_secrecy, subject_of, text_sha256
from workflows.contributions.models import Contribution, ContributionFile, Contributor
from workflows.contributions.policies import reasons_not_to_revise, reasons_not_to_send, reasons_not_to_write
from workflows.contributions.rules import COMMON, form_of
from workflows.secrecy.actions import declare_about, note_stop
from workflows.secrecy.enums import Act
from workflows.secrecy.policies import NOT_DECLARED
from workflows.secrecy.rules import basis_of, declaration_rule

LONGEST = {"title": 255, "summary": 1000, "text": 200_000, "source": 255, "credit": 200}
LONGEST_ANSWER = 2_000


@dataclass(frozen=True, slots=True)
class FileData:
    """A file as it was brought, and what is said about it."""

    name: str
    data: bytes
    caption: str = ""
    alt: str = ""
    author: str = ""
    consent: str = ""


def write(actor: User, *, contributor: Contributor, form: str, values: Mapping[str, Any]) -> Contribution:
    """Begin a draft on one of the forms of the site. Refused without an open account there; Invalid as `revise`."""
    refuse_for(reasons_not_to_write(actor, contributor=contributor))
    row = blank(contributor.site, Channel.ACCOUNT, form)
    row.contributor = contributor
    with transaction.atomic():
        fill(row, values)
        check_fields(row)
        row.save()
        record(row, actor, Deed.WRITE)
        return row


def revise(actor: User, *, contribution: Contribution, values: Mapping[str, Any]) -> Contribution:
    """Change a draft, or what was returned for mending.

    Refused to everyone but its writer, and for what is at the desk; Invalid for a field that is too long.
    """
    with transaction.atomic():
        row = locked(contribution)
        refuse_for(reasons_not_to_revise(actor, contribution=row))
        fill(row, values)
        check_fields(row)
        row.save()
        return row


def add_file(actor: User, *, contribution: Contribution, file: FileData) -> ContributionFile:
    """Enclose a text or a picture. Refused as `revise`; Invalid for a file that the site does not take, and why."""
    with transaction.atomic():
        row = locked(contribution)
        refuse_for(reasons_not_to_revise(actor, contribution=row))
        return enclose(row, file)


def remove_file(actor: User, *, file: ContributionFile) -> None:
    """Take a file out of a draft. What the desk has had once stays. Refused as `revise`, and for what was sent."""
    with transaction.atomic():
        row = locked(file.contribution)
        refuse_for(reasons_not_to_revise(actor, contribution=row))
        if row.sent_at is not None:
            raise Refused(reasons=[Reason("was_sent", _("What was sent once stays in the file. Add the new one."))])
        stored, name = file.file.storage, str(file.file.name)
        file.delete()
        transaction.on_commit(lambda: stored.delete(name))


def send(actor: User, *, contribution: Contribution, declared: str) -> Contribution:
    """Send a draft, or what was mended, to the desk, with the declaration of the contributor.

    Refused for fields and files that the form asks for, without the declaration where the regulation asks for one, and
    for words and stamps of secrecy, with place and article; that is written down.
    """
    found = finds_in(contribution)
    try:
        with transaction.atomic():
            row = locked(contribution)
            refuse_for(reasons_not_to_send(actor, contribution=row))
            refuse_for(reasons_of_secrecy(row, found))
            declare_sent(actor, row, declared)
            move(row, actor, Deed.SEND, State.SENT)
            tell_desk(row)
            return row
    except Refused:
        if found and contribution.contributor and contribution.contributor.person_id == actor.pk:
            title = contribution.title or contribution.code
            subject = subject_of(contribution)
            note_stop(actor, site=contribution.site, subject=subject, title=title, found=found)
        raise


def declare_sent(actor: User | None, row: Contribution, declared: str) -> None:
    """Write down the declaration of the sender. Refused without it, where the regulation asks for it."""
    rule = declaration_rule(row.site, Act.SEND)
    if rule is None:
        return
    if not declared:
        words = _("Declare that the text is no state secret.")
        raise Refused(reasons=[Reason(NOT_DECLARED, words, "declared", basis_of(rule))])
    about = {"subject": subject_of(row), "text_sha256": text_sha256(row), "act": Act.SEND}
    declare_about(actor, site=row.site, name=row.printed_name, **about)


def blank(site: Any, channel: Channel, form: str) -> Contribution:
    """An empty contribution on a form of the site. Missing for a form that the site does not have."""
    now = clock.now()
    code = form_of(site, form).code
    return Contribution(site=site, channel=channel, form=code, code=new_code(), created_at=now, moved_at=now)


def fill(row: Contribution, values: Mapping[str, Any]) -> None:
    """Put the fields of the form into the row, by the text standard. Invalid for what is too long."""
    form = form_of(row.site, row.form)
    answers, faults = dict(row.answers), []
    for field in form.fields:
        if field.code not in values:
            continue
        value = clean(str(values[field.code] or ""))
        most = LONGEST.get(field.code, LONGEST_ANSWER)
        if len(value) > most:
            message = _("“%(field)s” has at most %(most)s characters.") % {"field": field.label, "most": most}
            faults.append(Reason("too_long", message, field.code))
        elif field.code in COMMON:
            setattr(row, field.code, value)
        else:
            answers[field.code] = value
    if faults:
        raise Invalid(reasons=faults)
    row.answers = answers


def enclose(row: Contribution, file: FileData, *, field: str = "file", original: str = "") -> ContributionFile:
    """Store a file of a contribution. `original`: what kind it is where it is no text or picture of the form."""
    kind = FileKind(original) if original else _kind_of(file, row, field)
    made = ContributionFile(
        contribution=row,
        kind=kind,
        name=clean(file.name)[:255],
        size=len(file.data),
        sha256=sha256(file.data).hexdigest(),
        caption=clean(file.caption),
        alt=clean(file.alt),
        author=clean(file.author),
        consent=file.consent,
        position=row.files.count(),
    )
    made.file.save(file.name, ContentFile(file.data), save=False)
    check_fields(made)
    made.save()
    return made


def _kind_of(file: FileData, row: Contribution, field: str) -> FileKind:
    """What a file is; it is read once, so that who sends it learns at once that it cannot be."""
    limits = limits_of(row.site)
    extension = extension_of(file.name)
    if extension in TEXTS or extension in ("doc", "docm", "dotm", "rtf"):
        read_manuscript(file.data, name=file.name, site=row.site, field=field)
        return FileKind.MANUSCRIPT
    if extension not in files_taken(row.site):
        offered = ", ".join(f".{name}" for name in files_taken(row.site))
        words = _("Only these types of file are taken: %(types)s.") % {"types": offered}
        raise Invalid(reasons=[Reason("file_type", words, field)])
    check_size(file.data, limits, field=field)
    as_stored(file.data, name=file.name, field=field, limits=picture_limits(row.site.collection))
    return FileKind.PICTURE
