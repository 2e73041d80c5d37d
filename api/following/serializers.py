"""What is sent of changes, field by field."""

from rest_framework import serializers

from api.content.parts import Json
from api.content.serializers import STATES, Item
from api.content.site_serializers import Menus, Site
from api.http.describing import Successor

KINDS = {"page": "item", "site": "site", "navigation": "menus", "address": "address"}
ACTIONS = ("put", "delete", "skip")


class Redirect(Json):
    """Where an address leads."""

    location = serializers.CharField()
    status = serializers.ChoiceField(choices=[301, 302])


class HowItEnded(Json):
    """How something ended. `location` and `redirect_status` where it has moved."""

    cause = serializers.CharField(allow_blank=True)
    notice = serializers.CharField(allow_blank=True)
    successor = Successor(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    location = serializers.CharField(required=False)
    redirect_status = serializers.ChoiceField(choices=[301, 302], required=False)


class Change(Json):
    """One change. `put`: keep it under `key`. `delete`: let go of that. `skip`: a newer one of the thing follows."""

    version = serializers.IntegerField(help_text="Its number in the log. Numbers grow.")
    hash = serializers.RegexField(r"^[0-9a-f]{64}$")
    at = serializers.DateTimeField()
    key = serializers.CharField(help_text="The name of one thing in one language on one site. It never changes.")
    kind = serializers.ChoiceField(choices=list(KINDS.values()))
    public_id = serializers.UUIDField()
    locale = serializers.CharField(allow_null=True, help_text="Null for sites and addresses, which have none.")
    site = serializers.CharField(help_text="Canonical host name of the site at that time.")
    state = serializers.ChoiceField(choices=STATES)
    action = serializers.ChoiceField(choices=ACTIONS)
    why = serializers.ListField(
        child=serializers.CharField(), help_text="As in the history; `frame` where only what surrounds it has changed."
    )
    withheld = serializers.BooleanField(help_text="It was erased, or must not be read: nothing more is said of it.")
    path = serializers.CharField(required=False, help_text="With `put` and `delete` of items and addresses.")
    item = Item(required=False)
    site_record = Site(required=False)
    menus = Menus(required=False)
    redirect = Redirect(required=False)
    ending = HowItEnded(required=False)


CHANGE_FIELDS = tuple(Change().fields)
HEAVY = frozenset({"item", "site_record", "menus", "redirect", "ending"})


class ChangePage(Json):
    """Changes in order. Read on while `next` is not null; then keep `cursor`, and ask for what came since."""

    results = Change(many=True)
    next = serializers.URLField(allow_null=True)
    cursor = serializers.CharField(help_text="To be given as `since`, when the last page has been read.")
    form = serializers.IntegerField(
        help_text="Of which form items are. When this number is another one, what you keep has an old form: begin anew."
    )
