"""A process that publishes one item for each title that it reads, and says number and hash of the newest version.

`settings WAY`: says how a session of that way to the database begins.
"""

import sys

import django

SETTINGS = "select current_setting('default_transaction_read_only'), current_setting('statement_timeout')"


def main() -> None:
    """Publish until there are no more titles."""
    django.setup()
    from django.db import connections, transaction

    from api.publications.models import Version
    from sites.domains.models import PublicSite
    from tests.factories.cms import make_news, publish, section_of

    for line in sys.stdin:
        title = line.strip()
        if title.startswith("settings "):
            with connections[title.removeprefix("settings ")].cursor() as cursor:
                cursor.execute(SETTINGS)
                print(*cursor.fetchone(), flush=True)  # noqa: T201
        else:
            with transaction.atomic():
                page = make_news(section_of(PublicSite.objects.get(code="stc")), title=title, slug=title.lower())
                publish(page)
            newest = Version.objects.latest("seq")
            print(newest.seq, newest.hash, flush=True)  # noqa: T201
        connections.close_all()  # the server may be another one before the next title comes


if __name__ == "__main__":
    main()
