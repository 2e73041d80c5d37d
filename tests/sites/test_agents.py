"""The thing that somebody logs in with, by the name that he knows it by."""

import pytest

from sites.security.agents import name_of

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A556E)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{WINDOWS} {KIT} Chrome/131.0.0.0 Safari/537.36", "Chrome 131, Windows"),
        (f"{WINDOWS} {KIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.86", "Edge 131, Windows"),
        (f"{WINDOWS} {KIT} coc_coc_browser/114.0.148 Chrome/108.0.5359.148 Safari/537.36", "Cốc Cốc 114, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox 133, Linux"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {KIT} HeadlessChrome/156.0.0.0 Safari/537.36", "Chrome 156, Linux"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari 17, iPhone"),
        (f"{IPHONE} CriOS/131.0.6778.103 Mobile/15E148 Safari/604.1", "Chrome 131, iPhone"),
        (f"{IPHONE} Mobile/15E148 Zalo iOS/455 ZaloTheme/light", "Zalo 455, iPhone"),
        (f"{ANDROID} {KIT} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36", "Samsung Internet 27, Android"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_browser_is_called_as_people_call_it(agent: str, name: str) -> None:
    assert name_of(agent) == name
