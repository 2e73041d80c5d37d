"""What is written down about previews is not kept for ever: tokens that ran out, who read which draft, for whom it was.

How long is a rule, `preview.kept`; where there is none, nothing is forgotten. Nothing else deletes these rows: the
database lets only this transaction do it.
"""

from django.db import connection, transaction

from api.preview.models import Permit, PermitText, Reading, Token, UnknownTry
from api.preview.rules import Kept, kept_by_site
from sites import clock
from sites.domains.models import PublicSite


@transaction.atomic
def forget_old() -> int:
    """Delete what was kept long enough, site by site by the rule that holds there. Returns how many readings."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.forgetting_previews', 'on', true)")
    try:
        kept = kept_by_site()
        everywhere = kept.get(None)
        if everywhere is not None:
            UnknownTry.objects.filter(hour__lt=clock.now() - everywhere.readings).delete()
        sites = PublicSite.objects.values_list("pk", flat=True)
        return sum(_forget(site, said) for site in sites if (said := kept.get(site, everywhere)) is not None)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.forgetting_previews', '', true)")


def _forget(site: int, kept: Kept) -> int:
    """Of one site: a permit goes when its time has passed and nobody has read by it since."""
    now = clock.now()
    Token.objects.filter(permit__site=site, expires_at__lt=now - kept.tokens).delete()
    number, _rows = Reading.objects.filter(permit__site=site, at__lt=now - kept.readings).delete()
    over = Permit.objects.filter(site=site, expires_at__lt=now - max(kept.readings, kept.tokens))
    over = over.filter(readings__isnull=True, tokens__isnull=True)
    numbers = list(over.values_list("pk", flat=True))
    PermitText.objects.filter(permit__in=numbers).delete()
    Permit.objects.filter(pk__in=numbers).delete()
    return number
