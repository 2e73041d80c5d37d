"""Videos by address: whose they are, and under which name they go there."""

import re
from urllib.parse import parse_qs, urlsplit

# What is known of the big providers. Which hosts a site may show is not said here but in the rule `video.hosts`.
YOUTUBE = frozenset({"www.youtube.com", "youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"})
VIMEO = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
NAME = re.compile(r"[\w-]{4,64}")


def host_of(address: str) -> str:
    """The host of an address, lower case; "" where there is none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def provider_of(address: str) -> str:
    """The short name of the provider; the host where it has none."""
    host = host_of(address)
    if host in YOUTUBE:
        return "youtube"
    return "vimeo" if host in VIMEO else host


def name_of(address: str) -> str | None:
    """Under which name the provider knows the video; None where only the address is known."""
    if provider_of(address) not in {"youtube", "vimeo"}:
        return None
    parts = urlsplit(address)
    asked = parse_qs(parts.query).get("v", [])
    last = parts.path.rstrip("/").rpartition("/")[2]
    found = asked[0] if asked else last
    return found if NAME.fullmatch(found) else None
