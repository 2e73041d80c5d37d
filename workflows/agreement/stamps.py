"""One hash over all disagreements that a person was shown: what he declares right is what he saw."""

from collections.abc import Iterable
from hashlib import sha256

from workflows.agreement.selectors import Compared


def stamp_of(found: Iterable[Compared]) -> str:
    """The stamp of the disagreements that stop, of one text or of several."""
    prints = sorted(f"{one.subject} {point.print}" for one in found for point in one.stopping)
    return sha256("\n".join(prints).encode()).hexdigest()
