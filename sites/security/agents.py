"""What a person calls the thing that he logs in with: “Chrome 131, Windows” instead of what it says of itself."""

import re

# The first that fits names it: nearly every browser says that it is Chrome and Safari too.
BROWSERS = (
    ("Zalo", r"Zalo (?:iOS|android)/(\d+)"),
    ("Cốc Cốc", r"coc_coc_browser/(\d+)"),
    ("Edge", r"Edg(?:A|iOS)?/(\d+)"),
    ("Opera", r"OPR/(\d+)"),
    ("Samsung Internet", r"SamsungBrowser/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"(?:HeadlessChrome|Chrome|CriOS)/(\d+)"),
    ("Safari", r"Version/(\d+)[\d.]* (?:Mobile/\S+ )?Safari"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("macOS", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux|X11"),
)


def name_of(agent: str) -> str:
    """The browser with its version, and the system; what nobody here knows is left as it calls itself."""
    browser = next((f"{name} {found[1]}" for name, words in BROWSERS if (found := re.search(words, agent))), "")
    system = next((name for name, words in SYSTEMS if re.search(words, agent)), "")
    return ", ".join(part for part in (browser, system) if part) if browser else agent
