"""What the glossary asks of a segment, told while it is written. It warns; what stops a text is said at submission."""

from collections.abc import Callable

from cms.glossary.marking import misused
from cms.glossary.selectors import entries_for
from sites import clock
from sites.domains.models import PublicSite
from workflows.translation.models import Translation
from workflows.translation.texts import Line


def terms_against(translation: Translation) -> Callable[[Line], list[str]]:
    """For a line the terms of its source that its target does not use, each as “term → words”; two queries in all."""
    return terms_in(translation.site, translation.locale)


def terms_in(site: PublicSite | None, locale: str) -> Callable[[Line], list[str]]:
    """The same for what is translated for a site into a language."""
    entries = entries_for(site, language=locale, day=clock.today())

    def found(line: Line) -> list[str]:
        places = misused(entries, line.segment.text, line.target)
        said = (
            f"{line.segment.text[place.start : place.end]} → {' / '.join(place.entry.forms[:2])}" for place in places
        )
        return list(dict.fromkeys(said))

    return found
