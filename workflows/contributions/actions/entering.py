"""What comes without an account: an official letter that the desk enters, a form of a website by the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.manuscripts.limits import check_size, limits_of
from cms.media.uploads import FILE_TYPES
from cms.textstandard import clean
from sites import clock
from sites.accounts.models import User
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from sites.refusals import Conflict, Invalid, Reason, Refused
from sites.refusals.checking import check_fields
from workflows.contributions.actions.recording import move, refuse_for, tell_desk
from workflows.contributions.actions.writing import FileData, blank, declare_sent, enclose, fill
from workflows.contributions.enums import Channel, Deed, FileKind, State
from workflows.contributions.looking import finds_in, reasons_of_secrecy, subject_of
from workflows.contributions.models import Contribution, Letter
from workflows.contributions.policies import reasons_not_to_register, reasons_of_form
from workflows.contributions.rules import forms_of, takes
from workflows.contributions.selectors import same_letters
from workflows.secrecy.actions import note_stop


@dataclass(frozen=True, slots=True)
class LetterData:
    """What stands on a letter."""

    number: str
    issued_on: date
    issuer: str
    marker: str = ""
    agency: Agency | None = None
    received_on: date | None = None
    came_by: str = ""


def register_letter(
    actor: User,
    *,
    site: PublicSite,
    letter: LetterData,
    values: Mapping[str, Any],
    originals: Sequence[FileData],
    files: Sequence[FileData] = (),
) -> Contribution:
    """Enter a letter into the inbox of a site: its number, day, sender and marker, the original, texts and pictures.

    Refused to who is not at the desk, and for words and stamps of secrecy (written down); Invalid without a number, a
    sender, a title or the original. A letter of the same number, day and sender is entered, and says so.
    """
    refuse_for(reasons_not_to_register(actor, site=site))
    _check_letter(letter, originals)
    held = _Held()
    try:
        with transaction.atomic():
            row = blank(site, Channel.LETTER, forms_of(site)[0].code)
            fill(row, values)
            check_fields(row)
            row.save()
            _keep_letter(actor, row, letter)
            for file in originals:
                _check_original(file, site)
                enclose(row, file, field="originals", original=FileKind.ORIGINAL)
            for file in files:
                enclose(row, file, field="files")
            held.look(row)
            move(row, actor, Deed.REGISTER, State.SENT)
            return row
    except Refused:
        held.note(actor)
        raise


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sends without an account: on which form, who, what he declared ("" for nothing)."""

    form: str
    sender: Mapping[str, str]
    values: Mapping[str, Any]
    files: Sequence[FileData] = ()
    declared: str = ""


def receive(*, site: PublicSite, sent: Sent, key: tuple[str, str] = ("", "")) -> Contribution:
    """Receive what somebody sends by a form of a website. `key`: his idempotency key, and the hash of his request.

    The same key and request answer with what is there. Refused where the site takes nothing so, without the
    declaration, and for words and stamps of secrecy (written down); Invalid for what the form asks for; Conflict for a
    key that stands for another request.
    """
    if not takes(site, Channel.API):
        raise Refused(reasons=[Reason("not_open", _("This site takes no contributions."))])
    if known := _known(site, key):
        return known
    held = _Held()
    try:
        with transaction.atomic():
            row = blank(site, Channel.API, sent.form)
            row.sender_name, row.sender_email = clean(sent.sender["name"])[:200], sent.sender.get("email", "")
            row.sender_phone = clean(sent.sender.get("phone", ""))[:60]
            row.idempotency_key, row.request_sha256 = key
            fill(row, sent.values)
            check_fields(row)
            row.save()
            for file in sent.files:
                enclose(row, file, field="files")
            if reasons := reasons_of_form(row):
                raise Invalid(reasons=reasons)
            held.look(row)
            declare_sent(None, row, sent.declared)
            move(row, None, Deed.SEND, State.SENT)
            tell_desk(row)
            return row
    except Refused:
        held.note(None)
        raise


class _Held:
    """What was found, to be written down where it stops the whole transaction."""

    def __init__(self) -> None:
        self.found: list[Any] = []
        self.about: dict[str, Any] = {}

    def look(self, row: Contribution) -> None:
        """Refuse for finds."""
        self.found = finds_in(row)
        self.about = {"site": row.site, "subject": subject_of(row), "title": row.title}
        refuse_for(reasons_of_secrecy(row, self.found))

    def note(self, actor: User | None) -> None:
        """Write down what stopped it."""
        if self.found:
            note_stop(actor, found=self.found, **self.about)


def _known(site: PublicSite, key: tuple[str, str]) -> Contribution | None:
    found = Contribution.objects.filter(site=site, idempotency_key=key[0]).first() if key[0] else None
    if found is not None and found.request_sha256 != key[1]:
        raise Conflict(_("This idempotency key stands for another request."), code="idempotency_conflict")
    return found


def _check_letter(letter: LetterData, originals: Sequence[FileData]) -> None:
    missing = [
        (letter.number.strip(), "number", _("The number of the letter is missing.")),
        (letter.issuer.strip(), "issuer", _("The sender of the letter is missing.")),
        (originals, "originals", _("Enclose the original of the letter.")),
    ]
    reasons = [Reason("missing", words, field) for given, field, words in missing if not given]
    if letter.issued_on > clock.today():
        reasons.append(Reason("in_the_future", _("The day of the letter lies in the future."), "issued_on"))
    if reasons:
        raise Invalid(reasons=reasons)


def _check_original(file: FileData, site: PublicSite) -> None:
    """An original is a PDF, a picture, or a text of the office."""
    check_size(file.data, limits_of(site), field="originals")
    extension = file.name.rpartition(".")[2].lower()
    if extension not in {*FILE_TYPES, "jpg", "jpeg", "png"}:
        words = _("Only these types of file are taken: %(types)s.") % {"types": ".pdf, .jpg, .png, .docx, .odt"}
        raise Invalid(reasons=[Reason("file_type", words, "originals")])


def _keep_letter(actor: User, row: Contribution, letter: LetterData) -> None:
    number, issuer = " ".join(letter.number.split()), " ".join(letter.issuer.split())
    same = same_letters(site=row.site, number=number, issued_on=letter.issued_on, issuer=issuer).first()
    made = Letter(
        contribution=row,
        number=number,
        issued_on=letter.issued_on,
        issuer=issuer,
        agency=letter.agency,
        received_on=letter.received_on or clock.today(),
        marker=clean(letter.marker)[:300],
        came_by=clean(letter.came_by)[:120],
        entered_by=actor,
        same_as=same,
    )
    check_fields(made)
    made.save()
