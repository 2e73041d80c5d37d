"""Who may see what is private."""

from typing import Any

from wagtail.permissions import policy_registry

from cms.media.models import File
from cms.media.registry import file_viewers

ANY = ("add", "change", "delete", "choose")


def may_see_file(person: Any, file: File) -> bool:
    """Whoever has a right on the file's collection, and whoever has it in an item that waits for him."""
    if not person.is_authenticated or not person.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(File)
    if policy.user_has_any_permission_for_instance(person, ANY, file):
        return True
    return any(may_see(person, file) for may_see in file_viewers)
