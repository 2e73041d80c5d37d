"""What rooms above hang on consumers: more on the screen of one, and what ends with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from api.consumers.models import Consumer
from sites.accounts.models import User
from sites.registry import Registry


@dataclass(frozen=True, slots=True)
class Standing:
    """What a room above says of one consumer in the list; `is_bad` asks for somebody to look at it."""

    words: str
    is_bad: bool = False


# On the screen of one consumer, for who may see it.
parts: Registry[Callable[[HttpRequest, Consumer], SafeString]] = Registry("parts of the screen of a consumer")
# Below the list of consumers.
below: Registry[Callable[[HttpRequest], SafeString]] = Registry("parts below the list of consumers")
# In the list: for all consumers that it shows, by their numbers, in as many queries as for one.
standings: Registry[Callable[[list[int]], Mapping[int, Standing]]] = Registry("what is said of consumers in the list")
# Told in the transaction that ends a consumer.
endings: Registry[Callable[[User, Consumer, str], Any]] = Registry("what ends with a consumer")
