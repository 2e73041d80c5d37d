"""What people do with files for bureaus."""

from workflows.bureaus.actions.bringing import bring_in, confirm, go_on
from workflows.bureaus.actions.forgetting import forget, forget_old
from workflows.bureaus.actions.taking import make, make_and_keep, make_later, take_out

__all__ = ["bring_in", "confirm", "forget", "forget_old", "go_on", "make", "make_and_keep", "make_later", "take_out"]
