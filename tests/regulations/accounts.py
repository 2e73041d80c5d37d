"""What a leak of a password means, the same under every regulation that speaks of it."""

import re

from django.test import Client
from django.urls import reverse

from sites.accounts.models import User
from workflows.notices.models import Mail

OLD, NEW = "Mat-Khau-Da-Lo-1", "Mat-Khau-Moi-Khac-2"


def enters(username: str, password: str) -> Client | None:
    """A browser that came in with this password; None where the door stayed closed."""
    client = Client()
    client.post(reverse("wagtailadmin_login"), {"username": username, "password": password})
    return client if client.get(reverse("wagtailadmin_home")).status_code == 200 else None


def leaked_then_set_anew(username: str) -> None:
    """He reports it himself: he is out, the old password is void, the link in his mail sets a new and other one."""
    person = User.objects.get(username=username)
    person.set_password(OLD)
    person.save()
    inside = enters(username, OLD)
    assert inside is not None
    inside.post(reverse("security:own"), {"leaked": "1"})
    assert inside.get(reverse("wagtailadmin_home")).status_code == 302
    assert enters(username, OLD) is None
    link = re.search(
        r"http://\S+(/admin/password_reset/confirm/\S+)", Mail.objects.filter(person=person).latest("pk").body
    )
    assert link
    door = Client()
    form = door.get(link[1], follow=True).redirect_chain[-1][0]
    door.post(form, {"new_password1": OLD, "new_password2": OLD})
    assert enters(username, OLD) is None
    door.post(form, {"new_password1": NEW, "new_password2": NEW})
    assert enters(username, NEW) is not None
