"""Every language that a site may be opened in: its code, what it is called in English, what its speakers call it.

Vietnamese and English from the start; the others are opened for a site by administrators. Codes are those of BCP 47,
with the ISO 639-3 code where a language has no shorter one. Those that Django does not know are made known to it here.
"""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

LANGUAGES = (
    ("vi", _("Vietnamese"), "Tiếng Việt"),
    ("en", _("English"), "English"),
    # neighbours and guests
    ("lo", _("Lao"), "ລາວ"),
    ("km", _("Khmer"), "ខ្មែរ"),
    ("zh-hans", _("Chinese (simplified)"), "简体中文"),
    ("zh-hant", _("Chinese (traditional)"), "繁體中文"),
    ("ja", _("Japanese"), "日本語"),
    ("ko", _("Korean"), "한국어"),
    ("th", _("Thai"), "ภาษาไทย"),
    ("fr", _("French"), "Français"),
    ("ru", _("Russian"), "Русский"),
    # peoples of Viet Nam, in the letters in which they are taught
    ("hmn", _("Hmong"), "Hmoob"),
    ("tyz", _("Tay"), "Tày"),
    ("nut", _("Nung"), "Nùng"),
    ("mtq", _("Muong"), "Mường"),
    ("blt", _("Tai Dam"), "Tai Dam"),
    ("jra", _("Jarai"), "Jrai"),
    ("bdq", _("Bahnar"), "Bahnar"),
    ("rad", _("Rade"), "Êđê"),
    ("sed", _("Sedang"), "Xơ Đăng"),
    ("cmo", _("Mnong"), "M’nông"),
    ("sti", _("Stieng"), "Stiêng"),
    ("kpm", _("Koho"), "K’Ho"),
    ("cjm", _("Cham (eastern)"), "Cam"),
)
CONTENT = [(code, name) for code, name, _own in LANGUAGES]


def make_known() -> None:
    """Tell Django of the languages that it does not know, and of the own name of all. None is written right to left."""
    for code, _name, own in LANGUAGES:
        LANG_INFO[code] = {"bidi": False, "code": code, "name": own, **LANG_INFO.get(code, {}), "name_local": own}
