"""Sites, agencies and people for tests, made through the real actions."""

from collections.abc import Mapping

from django.contrib.auth import get_user_model
from wagtail.models import Locale, Page

from sites.accounts.models import SeatKind, User
from sites.agencies.models import Agency, AgencyKind, AgencyName
from sites.domains.models import PublicSite
from sites.provisioning.actions import open_site
from sites.provisioning.plan import (
    HostPlan,
    OpeningContext,
    Order,
    SectionPlan,
    SitePlan,
    opening_steps,
)

SEAT_KINDS: Mapping[str, tuple[list[str], list[str]]] = {
    "writer": (["add", "change"], ["add", "choose"]),
    "translator": (["add", "change"], ["choose"]),
    "translation_reviewer": (["change"], ["choose"]),
    "standing_editor": (["add", "change"], ["add", "choose"]),
    "board_head": ([], []),
    "board_deputy": ([], []),
    "board_secretary": ([], []),
    "board_member": ([], []),
    "site_admin": ([], []),
}
SECTIONS = (
    SectionPlan("about", {"vi": "Giới thiệu", "en": "About"}, {"vi": "gioi-thieu", "en": "about"}, "Điều 7.3a"),
    SectionPlan("news", {"vi": "Tin tức", "en": "News"}, {"vi": "tin-tuc", "en": "news"}, "Điều 7.3c"),
)


def make_person(username: str = "viet.stc", **fields: object) -> User:
    """An open account."""
    return get_user_model().objects.create_user(username=username, **{"full_name": username, **fields})


def make_administrator(username: str = "quantri") -> User:
    """The administrator; the same one when asked again."""
    found = User.objects.filter(username=username).first()
    return found or get_user_model().objects.create_superuser(username=username, full_name="Quản trị")


def make_seat_kinds() -> None:
    """The kinds of seat of the reference data."""
    for code, (page_rights, media_rights) in SEAT_KINDS.items():
        SeatKind.objects.get_or_create(
            code=code,
            defaults={
                "name_vi": code,
                "name_en": code,
                "page_rights": page_rights,
                "media_rights": media_rights,
                "languages": ["en"] if code.startswith("transl") else [],
                "gives": ["writer", "translator"] if code == "site_admin" else [],
            },
        )


def make_agency(code: str = "stc", *, parent: Agency | None = None, name: str = "Sở Tài chính") -> Agency:
    """An agency with one name; the same one when asked again."""
    kind, _made = AgencyKind.objects.get_or_create(
        code="department", defaults={"name_vi": "Sở", "name_en": "Department"}
    )
    agency, made = Agency.objects.get_or_create(code=code, defaults={"kind": kind, "parent": parent})
    if made:
        AgencyName.objects.create(agency=agency, name_vi=name, name_en="Department of Finance")
    return agency


def make_plan(code: str = "stc", **fields: object) -> SitePlan:
    """The plan of a department's site in Vietnamese and English."""
    defaults: dict[str, object] = {
        "code": code,
        "kind": "department",
        "agency_code": code,
        "names": {"vi": f"Trang {code}", "en": f"Site {code}"},
        "hosts": (HostPlan(f"{code}.binhphuoc.gov.vn", "canonical"),),
        "languages": ("vi", "en"),
        "sections": SECTIONS,
    }
    return SitePlan(**{**defaults, **fields})


def make_site(code: str = "stc", **fields: object) -> PublicSite:
    """An open site with its agency, through the real opening."""
    plan = make_plan(code, **fields)
    make_agency(plan.agency_code)
    return open_site(make_administrator(), plan=plan)


class PlainHomes:
    """Homes as Wagtail's plain pages, for as long as no room above registers the real ones."""

    order = Order.HOMES

    def preview(self, plan: SitePlan) -> list[str]:
        return []

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        root = Page.get_first_root_node()
        key = next((home.translation_key for home in context.homes.values()), None)
        for language in plan.languages:
            if language in context.homes:
                continue
            page = Page(title=plan.names[language], slug=f"{plan.code}-{language}", locale=_locale(language))
            page.translation_key = key or page.translation_key
            context.homes[language] = root.add_child(instance=page)
            key = page.translation_key

    def verify(self, plan: SitePlan) -> list[str]:
        return []


class PlainSections:
    """Sections as Wagtail's plain pages."""

    order = Order.SECTIONS

    def preview(self, plan: SitePlan) -> list[str]:
        return []

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        for section in plan.sections:
            for language in plan.languages:
                context.sections[section.code, language] = self._section(section, language, context)

    def verify(self, plan: SitePlan) -> list[str]:
        return []

    def _section(self, section: SectionPlan, language: str, context: OpeningContext) -> Page:
        home = Page.objects.get(pk=context.homes[language].pk)
        found = home.get_children().filter(slug=section.slugs[language]).first()
        if found:
            return found
        page = Page(title=section.titles[language], slug=section.slugs[language], locale=_locale(language))
        twin = next((page for (code, _), page in context.sections.items() if code == section.code), None)
        page.translation_key = twin.translation_key if twin else page.translation_key
        return home.add_child(instance=page)


def register_plain_steps() -> None:
    """Stand in for the rooms above, where they have not registered their own steps."""
    orders = {step.order for step in opening_steps}
    if Order.HOMES not in orders:
        opening_steps.register("tests.homes", PlainHomes())
    if Order.SECTIONS not in orders:
        opening_steps.register("tests.sections", PlainSections())


def _locale(language: str) -> Locale:
    return Locale.objects.get(language_code=language)
