"""The admin's forms of pictures and files."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.media.frozen import frozen_message


class FrozenFields:
    """What is frozen is shown, but cannot be typed over; the reason stands beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instance: Any = self.instance  # type: ignore[attr-defined]
        if instance.frozen_at is None:
            return
        for name in instance.FROZEN_FIELDS:
            if name in self.fields:  # type: ignore[attr-defined]
                field = self.fields[name]  # type: ignore[attr-defined]
                field.disabled = True
                field.help_text = frozen_message()


class PictureForm(FrozenFields, BaseImageForm):
    """The form of a picture."""


class FileForm(FrozenFields, BaseDocumentForm):
    """The form of a file."""
