"""Finding in pairs of texts which of some terms are not used as the glossary has them."""

from collections.abc import Mapping, Sequence

from cms.glossary.marking import Entry, finder_in_source, finder_in_target
from cms.glossary.models import Term
from cms.glossary.selectors import terms_on
from sites import clock
from sites.domains.models import PublicSite
from workflows.upkeep.models import Round

LONGEST_WORDS = 600
OLD = "old"


class Search:
    """Finds in pairs of texts which of some terms is not used as the glossary has it."""

    def __init__(self, terms: Sequence[Term], before: Mapping[str, Sequence[str]]) -> None:
        right = [Entry(term.kind, (term.vi,), term.forms) for term in terms]
        self.in_source = finder_in_source(right)
        self.in_target = finder_in_target([*right, *(_old(term, before) for term in terms)])

    def words(self, source: str, target: str) -> list[str]:
        """The terms of the source that the target does not use, or uses in words that were right before."""
        wanted = {place.entry.sources[0]: place.entry for place in self.in_source.places(source)}
        found = [(place.entry, target[place.start : place.end]) for place in self.in_target.places(target)]
        used = {entry.sources[0] for entry, _words in found if entry.note != OLD}
        old = {entry.sources[0]: words for entry, words in found if entry.note == OLD}
        return [
            f"{term} → {entry.forms[0]}" + (f" ({old[term]})" if term in old else "")
            for term, entry in wanted.items()
            if term in old or term not in used
        ]


def _old(term: Term, before: Mapping[str, Sequence[str]]) -> Entry:
    forms = (form for form in before.get(str(term.pk), ()) if form not in term.forms)
    return Entry(term.kind, (term.vi,), tuple(forms), OLD)


class Searches:
    """What holds on each site: where it has words of its own, those of the province are none of its business."""

    def __init__(self, row: Round, terms: Sequence[Term]) -> None:
        self.row, self.terms = row, terms
        self._by_site: dict[int, Search] = {}

    def words(self, site: int, source: str, target: str) -> list[str]:
        """What a pair of texts of a site does not use, as it is shown."""
        if site not in self._by_site:
            self._by_site[site] = self._of(site)
        return [one[:LONGEST_WORDS] for one in self._by_site[site].words(source, target)]

    def _of(self, site: int) -> Search:
        own = {
            term.vi.casefold()
            for term in terms_on(PublicSite(pk=site), language=self.row.language, day=clock.today())
            if term.site_id
        }
        mine = [term for term in self.terms if term.site_id or term.vi.casefold() not in own]
        return Search(mine, self.row.before)
