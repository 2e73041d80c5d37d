"""May this person do this with this contributor or contribution?"""

from django.utils.translation import gettext as _

from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Reason
from workflows.contributions.enums import AccountState, Channel, FileKind, State
from workflows.contributions.models import Contribution, Contributor
from workflows.contributions.rules import form_of, intake_rule, may_apply, takes
from workflows.contributions.selectors import is_at_the_desk, opens_accounts

MENDABLE = (State.DRAFT, State.RETURNED)
AT_THE_DESK = (State.SENT, State.SORTED)


def article_of(site: PublicSite) -> str:
    """Where it is said that the site takes contributions."""
    rule = intake_rule(site)
    return f"{rule.article}, {rule.basis.title}" if rule else ""


def reasons_not_to_apply(site: PublicSite) -> list[Reason]:
    """Why nobody may apply for an account at a site."""
    return [] if may_apply(site) else [Reason("not_open", _("This site opens no accounts on request."))]


def reasons_not_to_decide_account(actor: User, *, site: PublicSite) -> list[Reason]:
    """Why a person may not open, confirm, refuse or close accounts of contributors of a site."""
    if opens_accounts(actor, site):
        return []
    return [Reason("not_entitled", _("Only whom the rule names opens accounts of contributors."))]


def reasons_not_to_write(actor: User, *, contributor: Contributor) -> list[Reason]:
    """Why a person may not write for a site."""
    if contributor.person_id != actor.pk or contributor.state != AccountState.OPEN or not actor.is_active:
        return [Reason("no_account", _("You have no open account at this site."))]
    if not takes(contributor.site, Channel.ACCOUNT):
        return [Reason("not_open", _("This site takes no contributions."))]
    if contributor.consented_at is None:
        return [Reason("no_consent", _("Agree to the use of your data."), "consent")]
    return []


def reasons_not_to_revise(actor: User, *, contribution: Contribution) -> list[Reason]:
    """Why a person may not change a contribution: it is not his, or it is at the desk."""
    contributor = contribution.contributor
    if contributor is None or contributor.person_id != actor.pk:
        return [Reason("not_his", _("This is not yours."))]
    if contribution.state not in MENDABLE:
        return [Reason("at_the_desk", _("What was sent is not changed any more."))]
    return reasons_not_to_write(actor, contributor=contributor)


def reasons_not_to_send(actor: User, *, contribution: Contribution) -> list[Reason]:
    """Why a contribution may not be sent: whose it is, where it stands, and what the form asks for."""
    return reasons_not_to_revise(actor, contribution=contribution) or reasons_of_form(contribution)


def reasons_of_form(contribution: Contribution) -> list[Reason]:
    """What the form of the site asks for and the contribution lacks, with the article (mẫu 1, 2)."""
    form = form_of(contribution.site, contribution.form)
    basis = form.article
    given = {**contribution.answers, "title": contribution.title, "summary": contribution.summary}
    given |= {"text": contribution.text, "source": contribution.source, "credit": contribution.credit}
    reasons = [
        Reason("field_missing", _("“%(field)s” is missing.") % {"field": field.label}, field.code, basis)
        for field in form.fields
        if field.is_required and not str(given.get(field.code) or "").strip()
    ]
    files = list(contribution.files.all())
    pictures = [file for file in files if file.kind == FileKind.PICTURE]
    manuscripts = [file for file in files if file.kind == FileKind.MANUSCRIPT]
    if form.text_or_file and not contribution.text.strip() and not manuscripts:
        reasons.append(Reason("no_text", _("Write the text, or enclose it as a file."), "text", basis))
    if len(pictures) < form.least_pictures and not contribution.answers.get("video"):
        reasons.append(Reason("no_picture", _("Enclose a picture, or name the address of the video."), "file", basis))
    for file in pictures:
        if not file.consent or not file.author or not (file.caption or file.alt):
            words = _("Say of “%(name)s” what it shows, who took it, and about the persons in it.")
            reasons.append(Reason("picture_unsaid", words % {"name": file.name}, "file", basis))
    return reasons


def reasons_not_to_handle(actor: User, *, contribution: Contribution) -> list[Reason]:
    """Why a person may not sort, return or refuse a contribution."""
    if contribution.state == State.DRAFT or not is_at_the_desk(actor, contribution.site):
        return [Reason("not_of_this_desk", _("This is not for your desk."))]
    if contribution.state not in AT_THE_DESK:
        return [Reason("decided", _("This has been decided already."))]
    if contribution.handler_id not in (None, actor.pk):
        return [Reason("handled", _("%(person)s handles this item.") % {"person": contribution.handler})]
    if contribution.contributor and contribution.contributor.person_id == actor.pk:
        return [Reason("his_own", _("Nobody decides about what he sent himself."))]
    return []


def reasons_not_to_claim(actor: User, *, contribution: Contribution) -> list[Reason]:
    """Why a person may not take a contribution upon himself."""
    return reasons_not_to_handle(actor, contribution=contribution)


def reasons_not_to_take(actor: User, *, contribution: Contribution) -> list[Reason]:
    """Why a person may not make a page of it: not his desk, not sorted into a section, no right to write there."""
    if reasons := reasons_not_to_handle(actor, contribution=contribution):
        return reasons
    section = contribution.section
    if section is None:
        return [Reason("not_sorted", _("Sort it into a section first."), "section")]
    if not section.permissions_for_user(actor).can_add_subpage():
        return [Reason("may_not_write", _("You may not write in this section."), "section")]
    return []


def reasons_not_to_register(actor: User, *, site: PublicSite) -> list[Reason]:
    """Why a person may not enter a letter into the inbox of a site."""
    if not is_at_the_desk(actor, site):
        return [Reason("not_of_this_desk", _("This is not for your desk."))]
    if not takes(site, Channel.LETTER):
        return [Reason("not_open", _("This site takes no contributions by letter."))]
    return []
