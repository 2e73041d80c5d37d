"""Django's sessions in the database, each with its person: `SESSION_ENGINE`. Nothing is asked beside the session."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from sites.security.models import Session

PLACE = "security"  # in the data of the session: from where, with what, since when, last used


class SessionStore(db.SessionStore):
    """Writes person and place beside the data."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our table."""
        return Session

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        """The row, with what of the data is looked for."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment, arg-type]
        place = data.get(PLACE) or {}
        row.person_id = data.get(SESSION_KEY)
        row.address, row.agent = place.get("address") or None, place.get("agent", "")
        row.began_at, row.seen_at = (_moment(place.get(name)) for name in ("began_at", "seen_at"))
        return row


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
