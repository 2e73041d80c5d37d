"""Translations through the real actions."""

from typing import Any

from sites.accounts.models import User
from tests.factories.workflows import Desk, fresh_page, now, with_seat
from workflows.passage import actions
from workflows.translation.actions import begin, write
from workflows.translation.models import Translation
from workflows.translation.seen import fingerprint
from workflows.translation.texts import opened


def make_public_translation(desk: Desk, source: Any) -> Any:
    """The English page of a public text, every segment translated, handed in and approved."""
    name = f"dich.{desk.site.code}"
    translator = User.objects.filter(username=name, seats__site=desk.site).first()
    translator = translator or with_seat(name, desk.site, "translator")
    translation = begin(translator, source=fresh_page(source.pk), locale="en")
    for line in opened(translation).lines:
        given = {"key": line.key, "text": f"English {line.segment.text}", "source_seen": line.segment.sha256}
        write(translator, translation=translation, seen=fingerprint(line.target), **given)
    english = fresh_page(Translation.objects.get(pk=translation.pk).page_id or 0)
    actions.submit(translator, page=english)
    passage = now(english)
    actions.publish(desk.head, passage=passage, seen_sha256=passage.text_sha256)
    return fresh_page(english.pk)
