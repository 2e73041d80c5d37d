from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.boards"
    label = "workflows_boards"

    def ready(self) -> None:
        """Read chains and boards from a province's data; warn of steps that would wait for nobody.

        A chain holds for a kind of sites: opening one writes none.
        """
        from sites.accounts.registry import consequences as hanging_on_people
        from workflows.boards import consequences, province

        province.hang()
        hanging_on_people.register("steps of chains", consequences.steps_left_alone)
