"""Who is told that a bundle was taken back: whoever submitted it, and those whose texts they are."""

from collections.abc import Sequence

from wagtail.models import Page

from workflows.bundles.models import Bundle
from workflows.passage.announcements import tell
from workflows.passage.models import Withdrawal


def tell_taken_back(bundle: Bundle, pages: Sequence[Page], withdrawal: Withdrawal) -> None:
    """Once to each."""
    if bundle.leader is None:
        return
    people = {page.owner for page in pages if page.owner} | {bundle.leader.submitted_by}
    titles = [page.title for page in pages]
    tell(people, "workflows_bundles/mail/taken_back.txt", bundle.leader, withdrawal=withdrawal, titles=titles)
