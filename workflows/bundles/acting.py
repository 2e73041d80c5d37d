"""What the buttons of a bundle's screen call. Each answers with what it has done, in words."""

from collections.abc import Callable, Mapping

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites.accounts.models import User
from sites.refusals import Reason, Refused
from workflows.bundles import actions
from workflows.bundles.forms import affirming
from workflows.bundles.models import Bundle, BundleItem
from workflows.bundles.selectors import items_of, pages_of_site
from workflows.secrecy.actions import declare
from workflows.secrecy.enums import Act as Declared

type Act = Callable[[User, Bundle, QueryDict], str]


def _add(person: User, bundle: Bundle, data: QueryDict) -> str:
    page = get_object_or_404(pages_of_site(bundle.site), pk=_number(data, "page"))
    actions.add_item(person, bundle=bundle, page=Page.objects.get(pk=page.pk))
    return _("“%(title)s” lies in the bundle.") % {"title": page.draft_title}


def _remove(person: User, bundle: Bundle, data: QueryDict) -> str:
    item = _item(bundle, data)
    actions.remove_item(person, item=item)
    return _("“%(title)s” was taken out.") % {"title": item.page.draft_title}


def _up(person: User, bundle: Bundle, data: QueryDict) -> str:
    actions.move_up(person, item=_item(bundle, data))
    return _("The order is kept.")


def _down(person: User, bundle: Bundle, data: QueryDict) -> str:
    actions.move_down(person, item=_item(bundle, data))
    return _("The order is kept.")


def _submit(person: User, bundle: Bundle, data: QueryDict) -> str:
    if data.get("declared"):
        for item in items_of(bundle):
            declare(person, page=item.page, act=Declared.SUBMIT)
    form = affirming(bundle, data)
    if not form.is_valid():
        raise Refused(reasons=[Reason("reason_missing", str(words)) for rows in form.errors.values() for words in rows])
    form.affirm(person)
    actions.submit_bundle(person, bundle=bundle)
    return _("The bundle was submitted as one. Nothing in it changes until it is decided.")


def _cancel(person: User, bundle: Bundle, data: QueryDict) -> str:
    actions.cancel_bundle(person, bundle=bundle, reason=data.get("reason", ""))
    return _("The bundle was taken off its way and is open again.")


def _abandon(person: User, bundle: Bundle, data: QueryDict) -> str:
    actions.abandon_bundle(person, bundle=bundle, reason=data.get("reason", ""))
    return _("The bundle was given up; its items are free.")


def _take_back(person: User, bundle: Bundle, data: QueryDict) -> str:
    also = {int(number) for number in data.getlist("also") if number.isdecimal()}
    actions.take_back_bundle(
        person, bundle=bundle, reason=data.get("reason", ""), notice=data.get("notice", ""), also=also
    )
    return _("The bundle was taken back from the public as one.")


def _retry(person: User, bundle: Bundle, _data: QueryDict) -> str:
    actions.retry_bundle(person, bundle=bundle)
    return _("All items of the bundle are public.")


ACTS: Mapping[str, Act] = {
    "add": _add,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "submit": _submit,
    "cancel": _cancel,
    "abandon": _abandon,
    "take_back": _take_back,
    "retry": _retry,
}


def _number(data: QueryDict, name: str) -> int:
    given = data.get(name, "")
    return int(given) if given.isdecimal() else 0


def _item(bundle: Bundle, data: QueryDict) -> BundleItem:
    item: BundleItem = get_object_or_404(items_of(bundle), pk=_number(data, "item"))
    return item
