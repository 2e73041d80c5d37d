"""What a site is to be, and what the steps of its opening hand to each other."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any, Protocol

from django.contrib.auth.models import AbstractUser
from wagtail.models import Collection, Page

from sites.registry import Registry


class Order(IntEnum):
    """When a step runs; later steps use what earlier ones made."""

    LOCK = 0  # domains: the tree, alone; what of the site is open already
    AGENCY = 5  # agencies: an agency that is new with its site
    COLLECTION = 10  # domains: `context.collection`
    HOMES = 20  # cms.home: `context.homes`
    SITE = 30  # domains: Wagtail's Site, PublicSite, SiteHome: `context.site`
    HOSTS = 40  # domains
    SECTIONS = 50  # cms.home: `context.sections`
    RIGHTS = 60  # accounts
    BOARD = 80  # workflows.boards
    RELEASES = 100  # workflows.passage


@dataclass(frozen=True, slots=True)
class HostPlan:
    """One host name; `role` is a value of `sites.domains.enums.HostRole`.

    `reason` says why it is used although a rule asks for another name.
    """

    hostname: str
    role: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    """An agency that is written down together with its first site. `kind` and `parent_code` are codes."""

    code: str
    kind: str
    names: Mapping[str, str]
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    parent_code: str = ""


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """One section that the site has to have (Điều 8.5: "các mục đã được khởi tạo"); titles and slugs by language."""

    code: str
    titles: Mapping[str, str]
    slugs: Mapping[str, str]
    basis: str = ""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """One site as data. `names` by language; the first of `languages` is the one without a prefix in addresses.

    `basis` is the article that the site stands on, `decision_number` and `decided_on` name the decision to open it.
    `new_agency` describes the agency of `agency_code` where it is not in the register yet.
    """

    code: str
    kind: str
    agency_code: str
    names: Mapping[str, str]
    hosts: tuple[HostPlan, ...]
    languages: tuple[str, ...]
    parent_code: str = ""
    sections: tuple[SectionPlan, ...] = ()
    responsible_person: str = ""
    basis: str = ""
    decision_number: str = ""
    decided_on: date | None = None
    new_agency: AgencyPlan | None = None


@dataclass(slots=True)
class OpeningContext:
    """What the steps of one opening hand on. Filled from the database first, where the site is open already.

    `site` is the `PublicSite` (this room does not know its class; `sites.domains.opening.site_in` does).
    `sections` is by (code of the section, language). `drafts` are the pages that this opening made.
    """

    actor: AbstractUser
    site: Any = None
    collection: Collection | None = None
    homes: dict[str, Page] = field(default_factory=dict)
    sections: dict[tuple[str, str], Page] = field(default_factory=dict)
    drafts: list[Page] = field(default_factory=list)
    undo: ExitStack = field(default_factory=ExitStack)

    def on_failure(self, undo: Callable[[], object]) -> None:
        """Register what takes back something that the database does not: a file that a step wrote."""
        self.undo.callback(undo)


class OpeningStep(Protocol):
    """One room's part in opening a site. Applying it twice changes nothing; it never commits by itself."""

    @property
    def order(self) -> int:
        """When it runs: a value of `Order`, or a number between two."""
        ...

    def preview(self, plan: SitePlan) -> list[str]:
        """One line for each thing that `apply` would make or change now."""
        ...

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        """Make what is missing. Raises a Refusal to stop the whole opening."""
        ...

    def verify(self, plan: SitePlan) -> list[str]:
        """One line for each thing that is not as the plan says; empty after `apply`."""
        ...


opening_steps: Registry[OpeningStep] = Registry("steps of opening a site")


# The sections that a kind of site has to have, for a plan that names none.
usual_sections: Registry[Callable[[str], tuple[SectionPlan, ...]]] = Registry("sections of a kind of site")


def steps_in_order() -> list[OpeningStep]:
    """Every registered step in the order in which they run."""
    return sorted(opening_steps, key=lambda step: step.order)
