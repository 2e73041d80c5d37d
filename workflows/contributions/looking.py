"""Looking through a contribution for words and stamps of secrecy, and naming what its sender declared about."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from cms.pages.public import digest
from sites.refusals import Reason
from workflows.contributions.models import Contribution, ContributionFile
from workflows.secrecy.marks import Find
from workflows.secrecy.policies import reasons_of_finds
from workflows.secrecy.reading import finds_in_file, finds_in_lines
from workflows.secrecy.selectors import not_cleared


def subject_of(contribution: Contribution) -> str:
    """The name of a contribution for declarations and stops."""
    return f"contribution/{contribution.public_id}"


def text_sha256(contribution: Contribution) -> str:
    """The hash over everything that is sent: fields and files."""
    fields = {"title": contribution.title, "summary": contribution.summary, "text": contribution.text}
    named = {"source": contribution.source, "credit": contribution.credit, "answers": contribution.answers}
    files = [file.sha256 for file in contribution.files.all()]
    return digest({**fields, **named, "files": files})


def finds_in(contribution: Contribution) -> list[Find]:
    """What is found in the fields, the names of the files and the files, and was not cleared."""
    found = list(finds_in_lines(contribution.site, _lines(contribution)))
    for file in contribution.files.all():
        found += finds_in_file(contribution.site, _bytes_of(file), name=file.name)
    return not_cleared(found, subject=subject_of(contribution))


def reasons_of_secrecy(contribution: Contribution, found: Sequence[Find]) -> list[Reason]:
    """One reason for each find."""
    return reasons_of_finds(contribution.site, found)


def _lines(contribution: Contribution) -> Iterator[tuple[str, str]]:
    yield _("title"), contribution.title
    yield _("summary"), contribution.summary
    yield _("text"), contribution.text
    yield _("author and source"), contribution.source
    for answer in contribution.answers.values():
        yield _("text"), str(answer)
    for file in contribution.files.all():
        for words in (file.caption, file.alt):
            yield _("picture “%(name)s”") % {"name": file.name}, words


def _bytes_of(file: ContributionFile) -> bytes:
    with file.file.open("rb") as opened:
        return bytes(opened.read())
