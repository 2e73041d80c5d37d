"""What rooms above hang on this one."""

from collections.abc import Callable

from sites.accounts.models import User
from sites.registry import Registry
from workflows.passage.models import Passage

type Handler = Callable[[Passage], User | None]

handlers: Registry[Handler] = Registry("who handles an item, of those who are asked")
