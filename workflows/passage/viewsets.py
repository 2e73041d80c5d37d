"""The admin of pages with our doors into a passage, in the place of Wagtail's."""

from cms.pages.viewsets import BasePageViewSet
from workflows.passage.editor import PassageCreating, PassageEditing, PassageReverting
from workflows.passage.views import CollectDecisionView, DecisionView, UnscheduleView


class PassagePageViewSet(BasePageViewSet):
    """Pages of every type."""

    add_view_class = PassageCreating
    edit_view_class = PassageEditing
    revisions_revert_view_class = PassageReverting
    workflow_action_view_class = DecisionView
    collect_workflow_action_data_view_class = CollectDecisionView
    revisions_unschedule_view_class = UnscheduleView
