"""The screens that people work on all day, who opens them, and what each may cost."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from api.consumers.models import Consumer
from api.webhooks.models import Endpoint
from sites.accounts.models import User
from sites.agencies.models import AgencyName
from sites.domains.models import PublicSite
from tests.budgets.work import EVERYWHERE, SECOND
from workflows.bundles.models import Bundle
from workflows.bureaus.models import Delivery
from workflows.changes.models import Proposal as Change
from workflows.contributions.models import Contribution
from workflows.passage.models import Passage
from workflows.promotion.models import Copy, Proposal
from workflows.translation.models import Translation

HOME, LISTING, EDITING, CHOOSING = 25, 45, 45, 60
EACH = 9  # item of an open bundle: whether it could be submitted is asked of every guard
WAITING = 46  # an item under way is asked whose turn it is, and who may read its draft


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen as one person sees it: `address` is asked when the database is there."""

    name: str
    person: str
    budget: int
    address: Callable[[], str]
    kinds: int = 0  # of pages that only the larger province has on the list; each is a query

    def __str__(self) -> str:
        return f"{self.name} · {self.person}"


def opened(screen: Screen) -> HttpResponse:
    """The screen, as it is sent to the person."""
    return answered(screen, logged_in(screen), screen.address())


def logged_in(screen: Screen) -> Client:
    """The browser of the person."""
    client = Client()
    client.force_login(User.objects.get(username=screen.person))
    return client


def answered(screen: Screen, client: Client, address: str) -> HttpResponse:
    """The screen in a browser."""
    response = client.get(address)
    assert response.status_code == 200, f"{screen}: {response.status_code}"
    return response


def _home() -> str:
    return reverse("wagtailadmin_home")


def _section() -> Page:
    return Page.objects.get(title="Bản nháp").get_parent()


def _listing() -> str:
    return reverse("wagtailadmin_explore", args=[_section().pk])


def _root() -> str:
    return reverse("wagtailadmin_explore_root")


def _draft() -> str:
    return reverse("wagtailadmin_pages:edit", args=[Page.objects.get(title="Bản nháp").pk])


def _waiting() -> str:
    return reverse("wagtailadmin_pages:edit", args=[Page.objects.get(title="Đang chờ 0").pk])


def _public() -> str:
    return reverse("wagtailadmin_pages:edit", args=[Page.objects.get(title="Đã đăng 0").pk])


def _on_the_portal() -> str:
    return reverse("wagtailadmin_pages:edit", args=[Page.objects.get(title="Của Cổng").pk])


def _adding() -> str:
    return reverse("wagtailadmin_pages:add", args=["cms_news", "newspage", _section().pk])


def _deciding() -> str:
    passage = Passage.objects.get(page__title="Đang chờ 0")
    arguments = [passage.page_id, "publish", passage.workflow_state.current_task_state_id]
    return reverse("wagtailadmin_pages:workflow_action", args=arguments)


def _search() -> str:
    return reverse("wagtailadmin_pages:search") + "?q=trả+lại"


def _page_chooser() -> str:
    return reverse("wagtailadmin_choose_page") + "?page_type=wagtailcore.page"


def _page_chooser_in_section() -> str:
    return reverse("wagtailadmin_choose_page_child", args=[_section().pk]) + "?page_type=wagtailcore.page"


def _page_chooser_search() -> str:
    return reverse("wagtailadmin_choose_page_search") + "?q=trả+lại&page_type=wagtailcore.page"


def _image_chooser() -> str:
    return reverse("wagtailimages_chooser:choose")


def _images() -> str:
    return reverse("wagtailimages:index")


def _files() -> str:
    return reverse("wagtaildocs:index")


def _terms() -> str:
    return reverse("term:index")


def _synonyms() -> str:
    return reverse("synonym:index")


def _bundles() -> str:
    return reverse("bundles:index")


def _bundle() -> str:
    return reverse("bundles:bundle", args=[Bundle.objects.get(title="Đã phát hành").pk])


def _bundle_at_the_desk() -> str:
    return reverse("desk_bundle", args=[Bundle.objects.get(title="Đang chờ duyệt").pk])


def _promotion() -> str:
    return reverse("promotion:index")


def _copies() -> str:
    return reverse("promotion:index") + "?part=copies"


def _items_of_units() -> str:
    return reverse("promotion:items")


def _proposal() -> str:
    return reverse("promotion:proposal", args=[Proposal.objects.get(page__title="Chờ Cổng 0").pk])


def _copy() -> str:
    return reverse("promotion:copy", args=[Copy.objects.get().pk])


def _translations() -> str:
    return reverse("translation:index")


def _translations_by_site() -> str:
    return reverse("translation:index") + "?order=site&size=short"


def _coverage() -> str:
    return reverse("coverage:index")


def _old_terms() -> str:
    return reverse("upkeep:terms")


def _translation() -> str:
    return reverse("translation:text", args=[Translation.objects.get(handled_by__isnull=False).pk])


def _files_for_bureaus() -> str:
    return reverse("bureaus:index", args=["en"])


def _delivery() -> str:
    return reverse("bureaus:delivery", args=[Delivery.objects.get().pk])


def _machine_help() -> str:
    return reverse("machine:index")


def _translated() -> str:
    return reverse("wagtailadmin_pages:edit", args=[Translation.objects.get(handled_by__isnull=False).page_id])


def _name() -> str:
    return reverse("labels:row", args=["agency.name", AgencyName.objects.filter(agency__sites__code="stc")[0].pk, "en"])


def _languages() -> str:
    return reverse("languages:index")


def _languages_of_a_site() -> str:
    return reverse("languages:site", args=[PublicSite.objects.get(code="stc").pk]) + "?language=lo"


def _open_bundle() -> str:
    return reverse("bundles:bundle", args=[Bundle.objects.get(title="Đang lập").pk])


def _inbox() -> str:
    return reverse("contributions:inbox", args=["stc"]) + "?state=sent"


def _contribution() -> str:
    return reverse("contributions:one", args=[Contribution.objects.get(title="Bài có ảnh").pk])


def _public_list() -> str:
    return reverse("endings_public") + "?site=stc"


def _stops() -> str:
    return reverse("secrecy:stops")


def _changes() -> str:
    return reverse("changes:index")


def _all_changes() -> str:
    return reverse("changes:index") + "?pile=all"


def _change() -> str:
    return reverse("changes:proposal", args=[Change.objects.filter(verdict__isnull=True).earliest("pk").pk])


def _consumers() -> str:
    return reverse("consumers:index")


def _consumer() -> str:
    return reverse("consumers:consumer", args=[Consumer.objects.get(name="Giao diện 3").pk])


def _webhook() -> str:
    return reverse("webhooks:endpoint", args=[Endpoint.objects.filter(dead_at__isnull=False)[0].pk])


def _preview() -> str:
    return reverse("preview_page", args=[Page.objects.get(title="Bản nháp").pk])


def _preview_of_bundle() -> str:
    return reverse("preview_bundle", args=[Bundle.objects.get(title="Đang lập").pk])


def _readings() -> str:
    return reverse("preview_readings")


def _preview_addresses() -> str:
    return reverse("preview_addresses:index")


def _security_log() -> str:
    return reverse("security:log")


def _own_security() -> str:
    return reverse("security:own")


WRITER, HEAD, DEPUTY, EDITOR, ADMINISTRATOR = "viet.stc", "thutruong.stc", "phothutruong.stc", "bientap.cong", "quantri"

SCREENS = (
    *(Screen("home", person, HOME, _home) for person in (WRITER, HEAD, EDITOR, ADMINISTRATOR, EVERYWHERE)),
    *(Screen("listing", person, LISTING, _listing) for person in (WRITER, ADMINISTRATOR, EVERYWHERE)),
    *(Screen("listing of all", person, LISTING, _root) for person in (WRITER, ADMINISTRATOR, EVERYWHERE)),
    *(Screen("draft", person, EDITING, _draft) for person in (WRITER, ADMINISTRATOR, EVERYWHERE)),
    *(Screen("waiting item", person, WAITING, _waiting) for person in (WRITER, HEAD, ADMINISTRATOR)),
    *(Screen("public item", person, EDITING, _public) for person in (WRITER, ADMINISTRATOR)),
    *(Screen("bundles", person, LISTING, _bundles) for person in (WRITER, HEAD, ADMINISTRATOR, EVERYWHERE)),
    Screen("glossary", ADMINISTRATOR, LISTING, _terms),
    Screen("words for search", ADMINISTRATOR, LISTING, _synonyms),
    Screen("public bundle", HEAD, LISTING, _bundle),
    Screen("bundle to decide", HEAD, WAITING, _bundle_at_the_desk),
    Screen("item to edit and forward", EDITOR, EDITING, _on_the_portal),
    Screen("decision", HEAD, EDITING, _deciding),
    Screen("new item", WRITER, EDITING, _adding),
    *(Screen("search", person, LISTING, _search) for person in (WRITER, ADMINISTRATOR)),
    *(Screen("page chooser", person, CHOOSING, _page_chooser) for person in (WRITER, ADMINISTRATOR, EVERYWHERE)),
    *(Screen("page chooser, section", person, CHOOSING, _page_chooser_in_section) for person in (WRITER,)),
    *(Screen("page chooser, search", person, CHOOSING, _page_chooser_search) for person in (WRITER, EVERYWHERE)),
    *(Screen("picture chooser", person, CHOOSING, _image_chooser) for person in (WRITER, EVERYWHERE)),
    *(Screen("pictures", person, LISTING, _images) for person in (WRITER, ADMINISTRATOR, EVERYWHERE)),
    *(Screen("files", person, LISTING, _files) for person in (WRITER,)),
    *(Screen("onto the portal", person, LISTING, _promotion) for person in (WRITER, HEAD, EDITOR)),
    Screen("copies on the portal", EDITOR, LISTING, _copies),
    Screen("items of the units", EDITOR, LISTING, _items_of_units),
    *(Screen("translations", person, LISTING, _translations) for person in (WRITER, ADMINISTRATOR, EVERYWHERE)),
    Screen("translations by site, few words", EVERYWHERE, LISTING, _translations_by_site),
    *(Screen("name on the desk", person, LISTING, _name) for person in (WRITER, ADMINISTRATOR)),
    Screen("languages of sites", ADMINISTRATOR, LISTING, _languages),
    Screen("languages of a site", ADMINISTRATOR, LISTING, _languages_of_a_site),
    *(Screen("figures of translations", person, LISTING, _coverage) for person in (WRITER, ADMINISTRATOR, EVERYWHERE)),
    *(Screen("old terms", person, LISTING, _old_terms) for person in (WRITER, ADMINISTRATOR)),
    Screen("translation", WRITER, LISTING, _translation),
    *(Screen("files for bureaus", person, LISTING, _files_for_bureaus) for person in (WRITER, EVERYWHERE)),
    Screen("delivery of a bureau", WRITER, LISTING, _delivery),
    *(Screen("machine help", person, LISTING, _machine_help) for person in (WRITER, EVERYWHERE)),
    Screen("translation in the editor", WRITER, EDITING, _translated),
    Screen("proposal", EDITOR, WAITING, _proposal),
    Screen("copy", EDITOR, WAITING, _copy),
    Screen("open bundle", WRITER, LISTING + 5 * EACH, _open_bundle),
    Screen("open bundle", ADMINISTRATOR, LISTING, _open_bundle),
    *(Screen("inbox of contributions", person, LISTING, _inbox) for person in (WRITER, EVERYWHERE)),
    *(Screen("contribution", person, LISTING, _contribution) for person in (WRITER, EVERYWHERE)),
    *(Screen("what is public", person, WAITING, _public_list) for person in (WRITER, HEAD, EVERYWHERE)),
    Screen("stops for secrecy", HEAD, LISTING, _stops),
    *(Screen("proposed changes", person, LISTING, _changes) for person in (WRITER, HEAD, SECOND)),
    *(Screen("all proposed changes", person, LISTING, _all_changes) for person in (ADMINISTRATOR, SECOND)),
    Screen("proposed change", SECOND, LISTING, _change),
    Screen("consumers", ADMINISTRATOR, LISTING, _consumers),
    Screen("consumer", ADMINISTRATOR, LISTING, _consumer),
    Screen("webhook", ADMINISTRATOR, LISTING, _webhook),
    Screen("log of security", ADMINISTRATOR, LISTING, _security_log),
    *(Screen("preview of a draft", person, EDITING, _preview) for person in (WRITER, ADMINISTRATOR, EVERYWHERE)),
    Screen("preview of a bundle", WRITER, EDITING + 5 * EACH, _preview_of_bundle),
    *(Screen("readings of drafts", person, LISTING, _readings) for person in (HEAD, ADMINISTRATOR)),
    *(Screen("preview addresses", person, LISTING, _preview_addresses) for person in (ADMINISTRATOR,)),
    Screen("own safety", WRITER, LISTING, _own_security),
)
