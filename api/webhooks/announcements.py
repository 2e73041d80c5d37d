"""Who is told that an endpoint was given up: those who keep its consumer."""

from api.consumers.announcements import tell
from api.webhooks.faults import words_of
from api.webhooks.models import Attempt, Endpoint


def given_up(endpoint: Endpoint, attempt: Attempt) -> None:
    """Tell them, with what was answered last."""
    said = words_of(attempt.fault) or str(attempt.status)
    tell(endpoint.consumer, "api_webhooks/mail/given_up.txt", endpoint=endpoint, said=said)
