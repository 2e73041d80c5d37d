"""One workflow on Root for all sites, with a first slot; Wagtail's own "Moderators approval" goes."""

from django.db import migrations

NAME = "Duyệt trước khi đăng"


def install(apps, schema_editor):
    """Twice-safe: a workflow on Root with our slot is left as it is."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    WorkflowState = apps.get_model("wagtailcore", "WorkflowState")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    Task = apps.get_model("wagtailcore", "Task")
    ChainSlot = apps.get_model("workflows_passage", "ChainSlot")

    for stock in Workflow.objects.filter(name="Moderators approval"):
        if WorkflowState.objects.filter(workflow=stock).exists():
            continue
        tasks = list(WorkflowTask.objects.filter(workflow=stock).values_list("task_id", flat=True))
        stock.delete()
        Task.objects.filter(pk__in=tasks).delete()

    root = Page.objects.filter(depth=1).first()
    if root is None or ChainSlot.objects.exists():
        return
    kind, _ = ContentType.objects.get_or_create(app_label="workflows_passage", model="chainslot")
    workflow = Workflow.objects.create(name=NAME, active=True)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    slot = ChainSlot.objects.create(name="Bước 1", position=1, active=True, content_type=kind)
    WorkflowTask.objects.create(workflow=workflow, task_id=slot.pk, sort_order=0)


class Migration(migrations.Migration):
    dependencies = [
        ("workflows_passage", "0002_frozen"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(install, migrations.RunPython.noop, elidable=True)]
