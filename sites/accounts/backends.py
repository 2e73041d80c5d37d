"""How Django learns who somebody is and what his rights are."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model


class RightsOfGroups(ModelBackend):
    """The password of an account, and the rights of its groups, which are written from posts and seats.

    Nobody is given a right in person: a row that says so, put there by hand, gives nothing, and the nightly comparison
    reports it and takes it away.
    """

    def get_user_permissions(self, user_obj: AbstractBaseUser | AnonymousUser, obj: Model | None = None) -> set[str]:
        """None; nobody asks the database."""
        return set()
