"""What is sent, and the receipt."""

from typing import Any

from rest_framework import serializers

CONSENTS = ("nobody", "agreed", "public")
STATES = ("received", "examined", "taken", "published", "returned", "refused")


class Sender(serializers.Serializer[Any]):
    """Who sends. Personal data: seen by the editors of the site alone."""

    name = serializers.CharField(max_length=200)
    email = serializers.EmailField()
    phone = serializers.CharField(max_length=60, required=False, allow_blank=True)


class SentFile(serializers.Serializer[Any]):
    """What is said about one of the files, in their order."""

    caption = serializers.CharField(max_length=500, required=False, allow_blank=True)
    alt = serializers.CharField(max_length=255, required=False, allow_blank=True)
    author = serializers.CharField(max_length=200, required=False, allow_blank=True)
    consent = serializers.ChoiceField(
        choices=CONSENTS, required=False, help_text="What is said about the persons in a picture."
    )


class ContributionRequest(serializers.Serializer[Any]):
    """A contribution. With files it is the part `data` of a multipart request, beside the parts `files`."""

    form = serializers.CharField(max_length=20, help_text="The form of the site: `1` news, `2` pictures.")
    sender = Sender()
    answers = serializers.DictField(
        child=serializers.CharField(allow_blank=True), help_text="The fields of the form, by name."
    )
    files = SentFile(many=True, required=False)
    declared = serializers.BooleanField(
        default=False, help_text="The sender declares that nothing of it is a state secret."
    )
    consented = serializers.BooleanField(help_text="The sender agrees that his data are used to answer him.")


class SubmissionReceipt(serializers.Serializer[Any]):
    """It was received."""

    tracking_code = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    received_at = serializers.DateTimeField()
    tracking_url = serializers.URLField()


class Tracked(serializers.Serializer[Any]):
    """Where something that was sent stands; nothing personal."""

    tracking_code = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    due_at = serializers.DateTimeField(allow_null=True, help_text="Until when an answer is due, where a rule says so.")
