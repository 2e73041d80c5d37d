"""Who is told when the Vietnamese of a row changes: whoever handles its translation, else who wrote it last."""

from django.conf import settings
from django.urls import reverse

from sites.languages.labels import kind_of_thing
from sites.languages.models import LabelWording
from workflows.labels.texts import name_of_thing
from workflows.notices.actions import notify
from workflows.translation.models import Translation, Wording

TEMPLATE = "workflows_translation/mail/source_changed.txt"


def source_changed(noted: LabelWording) -> None:
    """Tell those who translated a row into some language."""
    kind, number = kind_of_thing(noted.thing)
    rows = Translation.objects.filter(public_id=name_of_thing(noted.thing)).select_related("handled_by")
    for translation in rows:
        last = Wording.objects.filter(translation=translation).select_related("by").order_by("id").last()
        person = translation.handled_by or (last.by if last else None)
        if person is not None:
            path = reverse("labels:row", args=(kind.key, number, translation.locale))
            words = {"address": settings.WAGTAILADMIN_BASE_URL + path, "title": noted.text, "notice": ""}
            notify(person, template=TEMPLATE, context=words, path=path)
