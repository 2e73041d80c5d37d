"""What somebody saw of a segment when he wrote: so a save knows that it writes over nothing that he did not see."""

import hashlib

from django.utils.translation import gettext as _

from sites.refusals import Conflict
from workflows.translation.texts import Line


def fingerprint(target: str) -> str:
    """By which a later save knows which wording was seen."""
    return hashlib.sha256(target.encode()).hexdigest()[:16]


def source_changed() -> Conflict:
    """What is answered to who wrote beside an older source."""
    words = _("The source of this segment has changed since you opened it. Read it again.")
    return Conflict(words, code="source_changed")


def check_seen(line: Line, *, seen: str, source_seen: str) -> None:
    """Conflict where the source of a segment is another one than was seen, or somebody else wrote it meanwhile."""
    if source_seen != line.segment.sha256:
        raise source_changed()
    if seen != fingerprint(line.target):
        words = _("Somebody else has written this segment meanwhile: “%(text)s”. Yours is still in the field.")
        raise Conflict(words % {"text": line.target}, code="written_meanwhile")
