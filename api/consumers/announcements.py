"""Who is told about consumers: those who keep them."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from api.consumers.models import Consumer
from api.consumers.rules import terms_of_keys
from api.consumers.selectors import keepers_of, keys_to_remind_of
from workflows.notices.actions import notify

FOLDER = "api_consumers/mail"


def remind_of_keys() -> int:
    """Tell of every key in use that ends in as many days as the rule says; answers of how many. Run once a day."""
    keys = list(keys_to_remind_of(terms_of_keys().remind_days))
    for key in keys:
        tell(key.consumer, f"{FOLDER}/expiring.txt", key=key)
    return len(keys)


def tell(consumer: Consumer, template: str, **context: Any) -> None:
    """Tell those who keep a consumer, in the admin and by mail."""
    path = reverse("consumers:consumer", args=(consumer.pk,))
    words = {"consumer": consumer, "address": settings.WAGTAILADMIN_BASE_URL + path, **context}
    for person in keepers_of(consumer):
        notify(person, template=template, context=words, path=path)
