"""Foreign keys that programs fill and no form: whether the row is there, the database says, at the latest at commit.

Wagtail validates what it writes itself (log entries, states of workflows, a page that is published), and Django asks
for each foreign key of it whether its row exists: 18 statements of one publication. (Entries of the audit log have no
constraint, by Wagtail's own choice: they outlive what they tell of.)
"""

from functools import partial

from django.db.models import Field, ForeignKey, Model
from wagtail.models import ModelLogEntry, Page, PageLogEntry, TaskState, WorkflowState

WRITTEN_BY_PROGRAMS: tuple[type[Model], ...] = (Page, PageLogEntry, ModelLogEntry, WorkflowState, TaskState)


def foreign_keys(model: type[Model]) -> list[ForeignKey]:
    """Those of the model's own table."""
    return [field for field in model._meta.local_fields if isinstance(field, ForeignKey)]


def trust() -> None:
    """Ask of these keys what is asked of every field, and not the database."""
    for field in (field for model in WRITTEN_BY_PROGRAMS for field in foreign_keys(model)):
        field.validate = partial(Field.validate, field)  # type: ignore[method-assign]
