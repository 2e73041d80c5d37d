"""Wagtail's one workflow on Root, with a slot for each step of the longest chain."""

from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from workflows.passage.models import ChainSlot

NAME = "Duyệt trước khi đăng"  # data, as migration 0003 writes it


def ensure_slots(count: int = 1) -> None:
    """Let the workflow on Root have at least this many slots. Twice changes nothing; slots are never taken away."""
    workflow = _workflow()
    for position in range(1, max(count, 1) + 1):
        slot, _made = ChainSlot.objects.get_or_create(position=position, defaults={"name": f"Bước {position}"})
        WorkflowTask.objects.get_or_create(workflow=workflow, task=slot, defaults={"sort_order": position - 1})


def _workflow() -> Workflow:
    root = Page.get_first_root_node()
    used = WorkflowPage.objects.select_related("workflow").filter(page=root).first()
    if used and used.workflow.active:
        return used.workflow
    workflow, _made = Workflow.objects.get_or_create(name=NAME, active=True)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return workflow
