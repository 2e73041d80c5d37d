"""How many words a text has and how many of them are left to translate, so that work can be chosen by its size.

Counting means reading a text; so it is done once, when the text is released or its translation begun, and kept under
the hash of that very text: another text is another row, and no number grows old. What is left is reckoned when it is
asked for: of the words that are kept, those of segments that stood in the source of which the public translation was
made, or that were written on the desk, are done. What was written in the editor alone counts from when the desk saw it.
"""

from uuid import UUID

from django.db import connection

from cms.pages.models import BasePage
from cms.pages.segments import segments_of
from workflows.passage.models import Release
from workflows.translation.models import Size

NAME = 12  # figures of the hash of a segment, as in files for bureaus
BATCH = 200
LEFT = f"""
left join lateral (
    select z.words, case when {{of}}.state = 'current' then 0 when {{of}}.page is null then z.words else (
        select coalesce(sum(n.words), 0) from unnest(z.segments, z.counts) n(name, words)
        where n.name <> all (coalesce(m.segments::text[], array[]::text[]) || array(
            select left(w.source_sha256, {NAME}) from workflows_translation_wording w
            where w.translation_id = {{of}}.translation and w.how <> 'beside'))) end as words_left
    from workflows_translation_size z left join workflows_translation_size m on m.text_sha256 = {{of}}.made_of
    where z.text_sha256 = {{of}}.source_text
) n on true
"""  # noqa: S608 - constants
# texts in force of the first languages that nobody has counted: released before words were, or by rows
UNCOUNTED = """
select r.id from workflows_passage_release r
join wagtailcore_page p on p.translation_key = r.public_id and p.live
join wagtailcore_locale l on l.id = p.locale_id and l.language_code = r.locale
join wagtailcore_page hp on hp.path = left(p.path, 8) and hp.depth = 2
join sites_domains_sitehome h on h.home_id = hp.id and h.position = 0
where r.revision_id is not null and r.revoked_at is null
    and not exists (select 1 from workflows_translation_size z where z.text_sha256 = r.text_sha256)
order by r.id desc limit %s
"""


def note_size(page: BasePage, text_sha256: str) -> None:
    """Keep how many words a text has, segment by segment, unless that is known."""
    if Size.objects.filter(pk=text_sha256).exists():
        return
    found = segments_of(page)
    kept = Size(
        text_sha256=text_sha256,
        words=sum(segment.words for segment in found),
        segments=[segment.sha256[:NAME] for segment in found],
        counts=[segment.words for segment in found],
    )
    Size.objects.bulk_create([kept], ignore_conflicts=True)


def count_what_is_uncounted(most: int = BATCH) -> int:
    """Count some texts in force that nobody has counted, the newest first. Answers how many."""
    with connection.cursor() as cursor:
        cursor.execute(UNCOUNTED, [most])
        numbers = [number for (number,) in cursor.fetchall()]
    for release in Release.objects.filter(pk__in=numbers).select_related("revision"):
        if release.revision is not None:
            note_size(release.revision.as_object(), release.text_sha256)
    return len(numbers)


def forget_sizes(public_id: UUID) -> None:
    """Of a text that is erased nothing is kept that could be held against guesses."""
    Size.objects.filter(pk__in=Release.objects.filter(public_id=public_id).values("text_sha256")).delete()
