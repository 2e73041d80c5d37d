"""Languages by their code, as the settings list them: what they are called by others and by those who speak them."""

from django.conf import settings
from django.utils.translation import get_language_info

FROM_THE_START = ("vi", "en")  # a site opens in one of these or both; every other language is opened afterwards
SOURCE = "vi"  # in which rows are kept; their words in other languages stand beside


def every_language() -> list[str]:
    """The codes of all languages that a site may be opened in."""
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def name_of(code: str) -> str:
    """What a language is called in the language of the moment; the code of one that nobody listed."""
    found = dict(settings.WAGTAIL_CONTENT_LANGUAGES).get(code)
    return str(found) if found else code


def own_name(code: str) -> str:
    """What those who speak it call it."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
