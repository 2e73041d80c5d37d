"""Django's settings. What an operator may change comes from `config`; what the product decides stands here."""

from typing import Any

from django.conf import global_settings
from django.utils.csp import CSP

from cms.project import languages
from cms.project.config import ROOT, mailer, not_given, read
from cms.project.databases import databases_of
from cms.project.document import DOCUMENT
from cms.project.logs import logging_of

config = read()

SECRET_KEY = config.secret_key
DEBUG = False
ALLOWED_HOSTS = list(config.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(config.csrf_trusted_origins)
ROOT_URLCONF = "cms.project.urls"
WSGI_APPLICATION = "cms.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "sites_accounts.User"

INSTALLED_APPS = [
    # our commands take precedence over those of the packages: `publish_scheduled` is ours
    "sites.languages",
    "sites.agencies",
    "sites.accounts",
    "sites.security",
    "sites.rules",
    "sites.calendar",
    "sites.domains",
    "sites.provisioning",
    "sites.reviews",
    "sites.administration",
    "cms.pages",
    "cms.media",
    "cms.home",
    "cms.origins",
    "cms.news",
    "cms.notices",
    "cms.identity",
    "cms.redirects",
    "cms.glossary",
    "cms.synonyms",
    "workflows.boards",
    "workflows.delegation",
    "workflows.changes",
    "workflows.secrecy",
    "workflows.agreement",
    "workflows.passage",
    "workflows.promotion",
    "workflows.notices",
    "workflows.endings",
    "workflows.bundles",
    "workflows.deadlines",
    "workflows.translation",
    "workflows.bureaus",
    "workflows.machine",
    "workflows.labels",
    "workflows.languages",
    "workflows.coverage",
    "workflows.upkeep",
    "workflows.emergency",
    "workflows.privacy",
    "workflows.comments",
    "workflows.contributions",
    "workflows.samples",
    "workflows.desk",
    "api.publications",
    "api.erasing",
    "api.consumers",
    "api.webhooks",
    "api.purging",
    "api.receipts",
    "api.preview",
    "api.schema",
    "api.worker",
    "api.operations",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "workflows.desk.stock.StockUsers",  # in the place of wagtail.users
    "wagtail.snippets",
    "wagtail.contrib.typed_table_block",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "drf_spectacular",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "api.operations.middleware.observed",
    "django.middleware.security.SecurityMiddleware",
    "api.http.middleware.public_api",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sites.memory.middleware.memory",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sites.security.middleware.watched",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "api.preview.middleware.framing",
    "workflows.desk.middleware.ClosedDoors",
    "cms.pages.middleware.RefusalsInAdmin",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "cms" / "project" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"product": "cms.project.product"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- data ---------------------------------------------------------------------------------------------------------
DATABASES = databases_of(config)
DATABASE_ROUTERS = ["api.http.reading.Router"]
DATABASE_REPLICA_LAG = config.replica_lag
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": config.redis_url}
        if config.redis_url
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    ),
    # lists read the renditions of all their pictures at once: looking each up, and writing it, costs three statements
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- files --------------------------------------------------------------------------------------------------------
STATE_DIR = config.state_dir
MEDIA_ROOT = STATE_DIR / "media" / "private"  # originals and renditions: never served by address
PUBLIC_MEDIA_ROOT = STATE_DIR / "media" / "public"  # what something public refers to, under content-hash names
PUBLIC_MEDIA_URL = "/media/"
MEDIA_URL = "/admin/private-media/"
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "cms" / "project" / "static"]
STATIC_ROOT = config.static_dir
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "public": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PUBLIC_MEDIA_ROOT, "base_url": PUBLIC_MEDIA_URL},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if config.mode == "test"
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = config.mode == "test"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- languages and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
languages.make_known()
LANGUAGES = languages.CONTENT  # every language that a site may be opened in; the admin speaks those below
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "wagtail"]
FORMAT_MODULE_PATH = ["cms.project.formats"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
WAGTAIL_I18N_ENABLED = True

# --- Wagtail --------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Cổng Tỉnh"
WAGTAILADMIN_BASE_URL = config.admin_base_url
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "sites.accounts.forms.ForgottenPasswordForm"  # noqa: S105 - a class
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "cms_media.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "cms_media.File"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = None  # how large is a rule: media.picture
WAGTAILIMAGES_MAX_IMAGE_PIXELS = None
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.PictureForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods", "csv", "txt"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.FileForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
TAGGIT_CASE_INSENSITIVE = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "workflows.passage.finish.finish"
WAGTAILADMIN_COMMENTS_ENABLED = False  # ours are kept with the version, and open to who decides (ADR 20)
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.pages.search"}}
PUBLIC_SCHEME = config.public_scheme
PUBLIC_PORT = config.public_port

# --- machines outside: which may be asked or told; whether, and how much, is a rule of each site ----------------------
MACHINE_SERVERS = list(config.machine_servers)
MACHINE_NETWORKS = list(config.machine_networks)
WEBHOOKS_TO_LOOPBACK = config.webhooks_to_loopback  # only where MODE=test
CDN_PURGE_URLS, CDN_PURGE_METHOD = list(config.cdn_purge_urls), config.cdn_purge_method  # caches in front
CDN_PURGE_HEADER, CDN_FRONTEND_CACHE = config.cdn_purge_header, dict(config.cdn_frontend_cache)
RECEIPTS_DOOR = config.receipts_door

# --- mail, security -------------------------------------------------------------------------------------------------
MAILERS = {"default": mailer(config.email)}
DEFAULT_FROM_EMAIL = config.email_from
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = config.is_production
SECURE_HSTS_SECONDS = 31_536_000 if config.is_production else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if config.proxies else None
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    # Wagtail's date pickers and choosers still write inline scripts
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.SELF],
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "sites.security.passwords.PasswordRule"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hundreds of logins, each of which took half a second
    if config.mode == "test"
    else global_settings.PASSWORD_HASHERS
)
AUTHENTICATION_BACKENDS = ["sites.security.tries.HoldsOff", "sites.accounts.backends.RightsOfGroups"]
SESSION_ENGINE = "sites.security.sessions"
WAGTAILADMIN_USER_LOGIN_FORM = "sites.security.forms.DoorForm"
LOGIN_URL = "wagtailadmin_login"

# --- API --------------------------------------------------------------------------------------------------------------
REQUESTS_A_MINUTE = {"read": config.reads_a_minute, "search": config.searches_a_minute}
ANSWERS_KEPT = config.answers_kept_mib * 2**20
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.documents.Described",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {"TITLE": WAGTAIL_SITE_NAME, **DOCUMENT}

# --- running it -------------------------------------------------------------------------------------------------------
IS_PRODUCTION = config.is_production
METRICS_TOKEN = config.metrics_token
PROXIES = config.proxies
NOT_GIVEN = not_given()
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # other hosts below a province's domain are not ours
    "security.W008",  # the proxy that ends HTTPS redirects
    "security.W019",  # the admin frames its own previews
    "security.W021",  # likewise not ours to promise
]
LOGGING = logging_of(config.mode)
