"""How often a process looks for rubbish that only a search through everything finds (Python's `gc`)."""

import gc

SELDOM = (50_000, 20, 50)  # objects made, then rounds of the younger generation, before one is looked through


def seldom_looked_for() -> None:
    """What has been read up to now stays and is looked through no more; what comes, less often.

    Of the processor's time of a screen this took a seventh. Nearly everything goes by itself, when nobody needs it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
