"""What rooms above hang on the comparison."""

from collections.abc import Callable

from wagtail.models import Page

from cms.pages.models import BasePage
from sites.registry import Registry

type Beside = Callable[[BasePage, Page], BasePage | None]

# Which text of the Vietnamese page will be public together with this translation, where another one than is public now.
sources_beside: Registry[Beside] = Registry("source that goes public together with a translation")
