"""A process that changes what is public as a web process does: publishes, rewrites, withdraws, moves, schedules.

It is told a name, a site and how many rounds; each round makes about six changes.
"""

import sys
from datetime import timedelta

import django


def main(name: str, code: str, rounds: int) -> None:
    """Change, round after round."""
    django.setup()
    for number in range(rounds):
        _round(f"{name}-{number}", code, number)


def _round(name: str, code: str, number: int) -> None:
    from django.db import transaction
    from wagtail.models import Page

    from sites import clock
    from sites.domains.models import PublicSite
    from tests.factories.api import release, withdrawal
    from tests.factories.cms import fresh, make_news, publish, section_of

    site = PublicSite.objects.get(code=code)
    with transaction.atomic():
        page = make_news(section_of(site), title=f"Tin {name}", slug=f"tin-{name}")
        publish(page)
    with transaction.atomic():
        newer = fresh(page)
        newer.title = f"Sửa {name}"
        newer.save_revision()
        publish(fresh(page))
    with transaction.atomic():
        fresh(page).move(section_of(site, code="about"), pos="last-child")
    with transaction.atomic():  # public in a moment, when nobody writes anything
        later, now = make_news(section_of(site), title=f"Hẹn {name}", slug=f"hen-{name}"), clock.now()
        release(later, not_before=now + timedelta(seconds=1 + number % 2))
        Page.objects.filter(pk=later.pk).update(live=True, first_published_at=now, last_published_at=now)
    kind = ("withdrawn", "gone", "unlawful", None)[number % 4]
    if kind is not None:
        with transaction.atomic():
            withdrawal(page, kind=kind, notice=f"Gỡ {name}")
    if number % 4 == 1:  # and back again
        with transaction.atomic():
            publish(fresh(page))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
