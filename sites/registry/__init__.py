"""How news travels up: a lower floor makes a `Registry`, an upper floor hangs something on it in `AppConfig.ready`."""

from collections.abc import Iterator


class Registry[Entry]:
    """Named entries in the order of their registration.

    A name is registered once; registering it again raises `ValueError`, so that two rooms cannot silently fight.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self._entries: dict[str, Entry] = {}

    def register(self, name: str, entry: Entry) -> Entry:
        """Hang `entry` on the registry under `name`."""
        if name in self._entries:
            raise ValueError(f"{self.what}: {name!r} is registered already")
        self._entries[name] = entry
        return entry

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def items(self) -> Iterator[tuple[str, Entry]]:
        """Names and entries."""
        return iter(self._entries.items())
