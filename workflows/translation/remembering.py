"""Keeping a wording beside a text: in the memory, in no draft."""

from dataclasses import dataclass

from sites import clock
from sites.accounts.models import User
from workflows.translation.enums import How
from workflows.translation.models import Translation, Wording
from workflows.translation.texts import Line


@dataclass(frozen=True, slots=True)
class Beside:
    """A wording for an older source: of which segment, for which words; `version` begins the hash of that source."""

    key: str
    source: str
    version: str
    target: str


def keep_beside(actor: User, *, translation: Translation, line: Line | None, said: Beside) -> bool:
    """Write down a wording for an older source, beside the line that stands there now if there is one.

    Nothing is written twice. Answers whether it was written.
    """
    rows = Wording.objects.filter(translation=translation)
    if rows.filter(key=said.key, source=said.source, target=said.target).exists():
        return False
    same = rows.filter(source_sha256__startswith=said.version)
    Wording.objects.create(
        translation=translation,
        locale=translation.locale,
        key=said.key,
        shape=line.segment.shape if line else "",
        source=said.source,
        source_sha256=same.values_list("source_sha256", flat=True).first() or "",
        target=said.target,
        how=How.BESIDE,
        by=actor,
        at=clock.now(),
    )
    return True
