"""What happens to a source is followed in its translations, in the transaction in which it happens."""

from uuid import UUID

from django.db import transaction
from wagtail.models import Page

from cms.pages import gate
from cms.pages.asked import page_of
from cms.pages.segments import segments_of
from sites import clock
from sites.domains.models import PublicSite
from sites.domains.selectors import home_of, homes_beside
from sites.refusals import Missing
from workflows.passage.actions import withdraw_by_rule
from workflows.passage.enums import WITHHELD, Cause, WithdrawalKind
from workflows.passage.kinds import is_asked
from workflows.passage.models import Release, Withdrawal
from workflows.translation import announcements
from workflows.translation.actions import adopt
from workflows.translation.models import Counterpart, MeaningKept, Translation
from workflows.translation.rules import keeps_meaning, then_withdraws
from workflows.translation.sizes import note_size


@transaction.atomic
def follow_release(release: Release) -> None:
    """Write down of which source a translation was made; of a source how long it is, or that its meaning was kept."""
    page = _page(release.public_id, release.locale)
    if page is None or (home := home_of(page)) is None:
        return
    if home.position == 0 and release.revision is not None:
        note_size(page_of(release.revision), release.text_sha256)
    if home.position > 0:
        _note_counterpart(release, page)
    elif (basis := _keeps_meaning(release, page, home.site)) is not None:
        said = {"public_id": release.public_id, "locale": release.locale, "basis": basis, "at": clock.now()}
        MeaningKept.objects.get_or_create(release=release, defaults=said)
        return
    if home.position == 0 and (release.not_before is None or release.not_before <= clock.now()):
        announcements.source_changed(release)


@transaction.atomic
def follow_withdrawal(withdrawal: Withdrawal) -> None:
    """A source is public no longer: its translations go, unless the rule asks first."""
    for twin, is_asked_about, basis in _twins(withdrawal):
        if not is_asked_about:
            is_forbidden = withdrawal.kind in WITHHELD
            kind = WithdrawalKind(withdrawal.kind) if is_forbidden else WithdrawalKind.WITHDRAWN
            withdraw_by_rule(page=twin, kind=kind, reason=basis or withdrawal.reason, notice="")


def asked_about(withdrawal: Withdrawal) -> list[Page]:
    """The public translations that stay until somebody has said whether they do: the rule of the site asks."""
    return [twin for twin, is_asked_about, _basis in _twins(withdrawal) if is_asked_about and twin.live]


def _twins(withdrawal: Withdrawal) -> list[tuple[Page, bool, str]]:
    """The translations of a source that was withdrawn: whether the rule asks about them, and by which article."""
    page = withdrawal.page or _page(withdrawal.public_id, withdrawal.locale)
    home = home_of(page) if page else None
    if page is None or home is None or home.position > 0:
        return []
    goes, basis = then_withdraws(home.site)
    below = {other.locale_id for other in homes_beside(page) if other.position > 0}
    twins = Page.objects.filter(translation_key=page.translation_key, locale__in=below).exclude(pk=page.pk)
    return [(twin, not goes and withdrawal.kind not in WITHHELD, basis) for twin in twins.order_by("pk")]


def _note_counterpart(release: Release, page: Page) -> None:
    translation = Translation.objects.filter(public_id=release.public_id, locale=release.locale).first()
    if translation is None:
        try:
            translation = adopt(page.specific)
        except Missing:
            return  # there is no source: it is a text of its own
    if translation.source_sha256:
        said = {
            "public_id": release.public_id,
            "locale": release.locale,
            "source_sha256": translation.source_sha256,
            "at": clock.now(),
        }
        Counterpart.objects.get_or_create(release=release, defaults=said)


def _keeps_meaning(release: Release, page: Page, site: PublicSite) -> str | None:
    """By which article a change of a source leaves its translations up to date; None where it does not.

    Of a front page each language decides itself what it shows: a change without a word changed asks nothing of others.
    """
    if gate.is_home(page):
        return "" if _has_same_words(release) else None
    if release.cause != Cause.MINOR or release.passage_id is None or not is_asked(page.specific):
        return None
    keeps, basis = keeps_meaning(site, is_guarded=bool(release.passage and release.passage.guarded))
    return basis if keeps else None


def _has_same_words(release: Release) -> bool:
    """Whether nothing that is translated differs from the release before."""
    earlier = Release.objects.filter(public_id=release.public_id, locale=release.locale, pk__lt=release.pk)
    before = earlier.filter(revoked_at__isnull=True).order_by("-pk").select_related("revision").first()
    revisions = [one.revision for one in (before, release) if one is not None and one.revision is not None]
    if before is None or len(revisions) < len((before, release)):
        return False
    was, now = (segments_of(revision.as_object()) for revision in revisions)
    return [(one.shape, one.sha256) for one in was] == [(one.shape, one.sha256) for one in now]


def _page(public_id: UUID, locale: str) -> Page | None:
    return Page.objects.filter(translation_key=public_id, locale__language_code=locale).first()
