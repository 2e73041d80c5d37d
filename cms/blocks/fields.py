"""StreamFields whose block definitions stay out of migrations: what a block looks like is not a matter of tables."""

from typing import Any

from wagtail.blocks.stream_block import StreamBlock
from wagtail.fields import StreamField

from cms.blocks.body import Body


class BlocksField(StreamField):
    """A StreamField of the stream block that its class names."""

    blocks: type[StreamBlock] = Body

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(block_types or self.blocks, **kwargs)

    def deconstruct(self) -> Any:
        """Name, path and plain options only."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class BodyField(BlocksField):
    """The body of a page: the blocks of `cms.blocks.body`."""
