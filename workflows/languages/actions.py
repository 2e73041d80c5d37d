"""Opening a language for a site with all that belongs to it, in one transaction; closing it again."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from cms.home.languages import draft_home, home_in, sections_of
from cms.pages.registry import drafted_in
from cms.pages.translation import draft_translation
from sites import clock
from sites.accounts.actions import write_rights
from sites.accounts.models import User
from sites.domains.locks import tree_exclusive
from sites.domains.models import PublicSite, SiteHome
from sites.domains.selectors import homes_of
from sites.languages.actions import say
from sites.languages.labels import labelled
from sites.refusals import Invalid, Reason, Refused
from workflows.languages.enums import Act, Owed
from workflows.languages.models import LanguageAct
from workflows.languages.offices import make_chain, make_seat_kinds, set_rules
from workflows.languages.policies import reasons_not_to_close, reasons_not_to_open


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """A language for a site. `title` is what the site is called in it, where that is known already."""

    locale: str
    basis: str
    title: str = ""
    owed: str = Owed.NOTHING


def open_language(actor: User, *, site: PublicSite, plan: OpeningPlan) -> SiteHome:
    """Open a language: front page and sections as drafts, rights, seats, chain and rules; nothing becomes public.

    Refused to everyone but administrators, for a language that is open or not listed, and where an address is taken;
    Invalid without a basis. A front page of before a closing is taken again.
    """
    if reasons := reasons_not_to_open(actor, site=site, locale=plan.locale):
        raise Refused(reasons=reasons)
    _ask_basis(plan.basis)
    with tree_exclusive():
        language, _made = Locale.objects.get_or_create(language_code=plan.locale)
        known = home_in(site, language)
        home = known or draft_home(actor, site=site, language=language, title=plan.title)
        last = homes_of(site).last()
        position = last.position + 1 if last else 0
        row = SiteHome.objects.create(site=site, locale=language, home=home, position=position)
        write_rights(actor)
        if known is None:
            for follow in drafted_in:
                follow(home)
        for section in sections_of(site):
            if section.get_translation_or_none(language) is None:
                draft_translation(actor, page=section, locale=language)
        if plan.title:
            say(labelled["site"], site, locale=plan.locale, words={"name": plan.title})
        codes = make_seat_kinds(plan.locale)
        make_chain(actor, site=site, locale=plan.locale, codes=codes)
        is_wished = plan.owed == Owed.LIKE_ENGLISH
        set_rules(actor, site=site, locale=plan.locale, codes=codes, owes_like_english=is_wished)
        _record(actor, site, plan.locale, Act.OPENED, plan.basis)
    return row


def close_language(actor: User, *, site: PublicSite, locale: str, basis: str) -> None:
    """Close a language: the site does not offer it any more. What was written in it is kept and found again.

    Refused to everyone but administrators, for the first language, and while something in it is public or in approval;
    Invalid without a basis.
    """
    if reasons := reasons_not_to_close(actor, site=site, locale=locale):
        raise Refused(reasons=reasons)
    _ask_basis(basis)
    with tree_exclusive():
        if reasons := reasons_not_to_close(actor, site=site, locale=locale):
            raise Refused(reasons=reasons)
        SiteHome.objects.filter(site=site, locale__language_code=locale).delete()
        write_rights(actor)
        _record(actor, site, locale, Act.CLOSED, basis)


@transaction.atomic
def _record(actor: User, site: PublicSite, locale: str, act: Act, basis: str) -> None:
    LanguageAct.objects.create(site=site, locale=locale, act=act, basis=basis.strip(), by=actor, at=clock.now())
    log(site, "wagtail.edit", user=actor, data={"language": locale, "act": str(act)})


def _ask_basis(basis: str) -> None:
    if not basis.strip():
        words = _("Name the document that this stands on.")
        raise Invalid(reasons=[Reason("no_basis", words, "basis")], errors={"basis": [words]})
