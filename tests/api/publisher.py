"""A process that publishes as a web process does, until it is killed; what it prints has been acknowledged.

`live <public id> <title>`: published. `ended <public id>`: withdrawn. Beside them it leaves drafts and pages that a
line of SQL set live; nobody may ever read those ("NHÁP", "LẬU").
"""

import itertools
import os
import sys
import time

import django


def main(name: str) -> None:
    """Publish for ever; a lost database is waited for."""
    django.setup()
    from django.db import DatabaseError, InterfaceError, connection

    for number in itertools.count():
        try:
            _publish(f"{name}-{os.getpid()}-{number}", is_withdrawn=number % 4 == 3)
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.3)


def _publish(name: str, *, is_withdrawn: bool) -> None:
    from django.db import transaction
    from wagtail.models import Page

    from sites.domains.models import PublicSite
    from tests.factories.api import withdrawal
    from tests.factories.cms import fresh, make_news, publish, section_of

    section = section_of(PublicSite.objects.get(code="stc"))
    with transaction.atomic():
        draft = make_news(section, title=f"NHÁP {name}", slug=f"nhap-{name}")
    if name.endswith("5"):
        Page.objects.filter(pk=draft.pk).update(live=True, title=f"LẬU {name}")
    with transaction.atomic():
        page = make_news(section, title=f"Tin {name}", slug=f"tin-{name}")
        publish(page)
    print(f"live {page.translation_key} Tin {name}", flush=True)  # noqa: T201
    with transaction.atomic():
        newer = fresh(page)
        newer.title = f"Sửa {name}"
        newer.save_revision()
        publish(fresh(page))
    print(f"live {page.translation_key} Sửa {name}", flush=True)  # noqa: T201
    if is_withdrawn:
        with transaction.atomic():
            withdrawal(page)
        print(f"ended {page.translation_key}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
