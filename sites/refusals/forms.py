"""A refusal in a form: the reasons stand at the fields that they name, the others above the form."""

from django.forms import BaseForm

from sites.refusals import Invalid, Refusal


def with_errors[Form: BaseForm](form: Form, refusal: Refusal) -> Form:
    """The form with the reasons of a refusal at the fields that they name."""
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    for name, messages in errors.items():
        form.add_error(name if name in form.fields else None, list(messages))
    if not errors:
        for reason in refusal.reasons:
            form.add_error(reason.field if reason.field in form.fields else None, str(reason))
    return form
