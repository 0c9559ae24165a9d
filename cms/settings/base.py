"""Settings shared by every environment. No environment branches, no imports of app code."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "api",
    "home",
    "campaign",
    "stories",
    "mentoring",
    "careers",
    "frontend",
    "cms",
    "pwa",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "cms.middleware.RefuseUnstorableTextMiddleware",
    "cms.middleware.CompressTextMiddleware",
    "campaign.embed_counter.EmbedCounterMiddleware",
    "cms.middleware.ConditionalAnswersMiddleware",
    "cms.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mentoring.second_factor.middleware.AdminSessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "wagtail.templatetags.wagtailcore_tags",
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# SQLite: write locks are taken at BEGIN, a commit is on disk before it is acknowledged (synchronous=FULL).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
}


def database(url_variable: str, default: str) -> dict:
    """Return Django's settings of the database named by an environment variable (a URL as in dj-database-url)."""
    config = env.db_url(url_variable, default=default)
    if "sqlite" in config["ENGINE"]:
        config["OPTIONS"] = SQLITE_OPTIONS
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}

CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://default"),
    "pages": {**env.cache_url("CACHE_URL", default="locmemcache://pages"), "KEY_PREFIX": "pages"},
    "readings": {**env.cache_url("CACHE_URL", default="locmemcache://readings"), "KEY_PREFIX": "readings"},
    "renditions": {**env.cache_url("CACHE_URL", default="locmemcache://renditions"), "KEY_PREFIX": "renditions"},
}
# In the memory of each process whole pages weigh most, and any query string makes another one; long lists even more.
for _name, _cache in CACHES.items():
    if "locmem" in _cache["BACKEND"]:
        _cache["OPTIONS"] = {"MAX_ENTRIES": {"pages": 500, "readings": 100}.get(_name, 2000)}

PAGE_CACHE_SECONDS = 60 * 60

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Commands that `manage.py clock` runs, and the seconds between two runs.
CLOCK = [
    ("publish_scheduled", 30),
    ("enforce_consents", 60),
    ("sweep_mentoring", 30),
    ("export_erasures", 60),
    ("build_package", 30),
    ("prune_embed_days", 24 * 3600),
    ("sweep_class_checks", 60),
    ("prune_db_task_results", 3600),
    ("clearsessions", 24 * 3600),
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# The second factor is allauth's; login, accounts and passwords are Wagtail's. None of allauth's own pages has a URL.
ACCOUNT_ADAPTER = "mentoring.second_factor.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
# Wrong codes for one account, of all kinds of factors together. Who tries them knows its password already.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}
MFA_ADAPTER = "mentoring.second_factor.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Impuls Regio"
# A code counts half a minute longer and earlier: it may be typed slowly.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Browsers let a passkey work on http://localhost, and with https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
# allauth would ask for the password here. Who changes a factor shows the present one instead (AdminSessionMiddleware).
MFA_REAUTHENTICATION_REQUIRED = False

# How long a login to the admin lasts: without use, and at most. Coordinators see data of youths; editors think long.
MENTORING_SESSION_IDLE_MINUTES = env.int("MENTORING_SESSION_IDLE_MINUTES", default=15)
MENTORING_SESSION_HOURS = env.int("MENTORING_SESSION_HOURS", default=8)
EDITOR_SESSION_IDLE_MINUTES = env.int("EDITOR_SESSION_IDLE_MINUTES", default=120)
EDITOR_SESSION_HOURS = env.int("EDITOR_SESSION_HOURS", default=12)
# The row in the database goes with the longest login, whatever else happens.
SESSION_COOKIE_AGE = max(MENTORING_SESSION_HOURS, EDITOR_SESSION_HOURS) * 60 * 60

LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_BUCKET = env.str("MEDIA_BUCKET", default="")
STORAGES = {
    "default": (
        {"BACKEND": "cms.bucket.BucketStorage", "OPTIONS": {"bucket_name": MEDIA_BUCKET}}
        if MEDIA_BUCKET
        else {"BACKEND": "cms.storage.FolderStorage"}
    ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Impuls Regio <impuls-regio@example.org>")

PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")

DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Wagtail's editor shows previews of public pages in a frame.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "frame-src": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
    }
}
# Wagtail's admin has inline scripts and styles without nonces.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'", "data:"],
    "media-src": ["'self'", "blob:"],
    "frame-ancestors": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'self'"],
    "object-src": ["'none'"],
}

WAGTAIL_SITE_NAME = "Impuls Regio"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch")]
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILIMAGES_IMAGE_MODEL = "cms.CustomImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_AVIF_QUALITY = 50
WAGTAILIMAGES_WEBP_QUALITY = 75
WAGTAILIMAGES_JPEG_QUALITY = 78
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILDOCS_EXTENSIONS = ["m4a", "mp3", "mp4", "ogg", "opus", "pdf", "vtt", "webm"]
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_MODERATION_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "german"}}

REST_FRAMEWORK = {
    # A session or password here would be a way around the admin's login rules.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
    # How many proxies of our own append to X-Forwarded-For; with 0 the header is ignored.
    # TLS ends at a proxy: with https there is one in front.
    "NUM_PROXIES": env.int("NUM_PROXIES", default=int(PUBLIC_URL.startswith("https://"))),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Impuls Regio",
    "DESCRIPTION": (
        "Öffentliche Schnittstelle von Impuls Regio, Landkreis Görlitz: was auf den Seiten steht, als Daten."
        " Lesen braucht keinen Schlüssel und geht von jeder Website aus."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_URLCONF": "api.urls",
    # It looks at Wagtail's admin API too. Our own schema is validated by tests/api/test_schema.py.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    # In the order of the reference page.
    "TAGS": [
        {"name": "Einstieg", "description": "Wo alles beginnt."},
        {"name": "Berufsfelder", "description": "Die Felder, nach denen hier alles geordnet ist."},
        {"name": "Berufe", "description": "Was man macht, was es zahlt, wer es macht. Mit Quellen."},
        {"name": "Unternehmen", "description": "Betriebe, Berufsschulen und Hochschulen."},
        {"name": "Angebote", "description": "Freie Plätze, solange sie gelten."},
        {"name": "Geschichten", "description": "Junge Menschen erzählen."},
        {"name": "Termine", "description": "Wo man hingehen kann."},
        {"name": "Gemeinden", "description": "Die Orte des Landkreises."},
        {"name": "Interessencheck", "description": "Die Sätze, zu denen er fragt."},
        {"name": "Mentoring", "description": "Anmelden. Das geht nur von dieser Website aus oder von einem Server."},
        {"name": "Betrieb", "description": "Für die Überwachung des Servers."},
    ],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.reading.describing.leave_fields_out",
    ],
    "ENUM_NAME_OVERRIDES": {
        "BadgeKindEnum": "api.reading.serializers.BADGES",
        "CompanyKindEnum": "careers.models.company.CompanyPage.Kind",
        "EventKindEnum": "campaign.models.event.EventPage.Kind",
        "FigureKindEnum": "careers.models.evidence.EvidenceFigure.Kind",
        "InterestDimensionEnum": "api.reading.serializers.DIMENSIONS",
        "OfferKindEnum": "careers.models.company.Offer.Kind",
    },
}

# Reading requests an hour from one network address; who asks whether something changed is not counted.
READ_API_REQUESTS_PER_HOUR = env.int("READ_API_REQUESTS_PER_HOUR", default=3000)
# Any website may read, and nothing else: no credentials, no other method, no signup.
CORS_URLS_REGEX = r"^/api/v1/(?!mentoring/)"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match"]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After"]

# Ages count at the day of the signup. The first two may be raised; the database refuses lower ones (12, 16).
MENTORING_MINIMUM_AGE = env.int("MENTORING_MINIMUM_AGE", default=12)
MENTORING_GUARDIAN_UNDER = env.int("MENTORING_GUARDIAN_UNDER", default=16)
MENTORING_MAXIMUM_AGE = env.int("MENTORING_MAXIMUM_AGE", default=26)
# Who is younger counts as a child (JArbSchG § 2) and may only look on where others work.
MENTORING_NO_WORK_UNDER = env.int("MENTORING_NO_WORK_UNDER", default=15)
# Deadlines: what waits is reminded of once, then erased; records are deleted.
MENTORING_UNCONFIRMED_REMINDER_DAYS = env.int("MENTORING_UNCONFIRMED_REMINDER_DAYS", default=4)
MENTORING_UNCONFIRMED_DAYS = env.int("MENTORING_UNCONFIRMED_DAYS", default=7)
MENTORING_GUARDIAN_REMINDER_DAYS = env.int("MENTORING_GUARDIAN_REMINDER_DAYS", default=14)
MENTORING_GUARDIAN_DAYS = env.int("MENTORING_GUARDIAN_DAYS", default=28)
MENTORING_UNMATCHED_REMINDER_DAYS = env.int("MENTORING_UNMATCHED_REMINDER_DAYS", default=154)
MENTORING_UNMATCHED_DAYS = env.int("MENTORING_UNMATCHED_DAYS", default=182)
MENTORING_MENTOR_VETTING_DAYS = env.int("MENTORING_MENTOR_VETTING_DAYS", default=182)
MENTORING_MENTOR_LEFT_DAYS = env.int("MENTORING_MENTOR_LEFT_DAYS", default=28)
# An extended certificate of conduct: how old it may be when it is inspected, and for how long it counts.
MENTORING_CERTIFICATE_MONTHS = env.int("MENTORING_CERTIFICATE_MONTHS", default=3)
MENTORING_CLEARANCE_YEARS = env.int("MENTORING_CLEARANCE_YEARS", default=5)
# Proposals are answered by both in this time; who was accompanied is erased some time after the end.
MENTORING_PROPOSAL_DAYS = env.int("MENTORING_PROPOSAL_DAYS", default=14)
MENTORING_STALLED_DAYS = env.int("MENTORING_STALLED_DAYS", default=90)
# What runs and is silent for so long is warned, and ends then.
MENTORING_SILENT_END_REMINDER_DAYS = env.int("MENTORING_SILENT_END_REMINDER_DAYS", default=154)
MENTORING_SILENT_END_DAYS = env.int("MENTORING_SILENT_END_DAYS", default=182)
MENTORING_CLOSED_DAYS = env.int("MENTORING_CLOSED_DAYS", default=90)
# Who agreed is asked that many months after the end, and forgotten that many days after the last time.
MENTORING_FOLLOW_UP_MONTHS = [int(months) for months in env.list("MENTORING_FOLLOW_UP_MONTHS", default=[6, 12])]
MENTORING_FOLLOW_UP_DAYS = env.int("MENTORING_FOLLOW_UP_DAYS", default=28)
# The inbox of the coordination: when something is overdue, and how long before its end a clearance is asked for anew.
MENTORING_INBOX_DAYS = env.int("MENTORING_INBOX_DAYS", default=14)
MENTORING_SILENCE_DAYS = env.int("MENTORING_SILENCE_DAYS", default=30)
MENTORING_MEETING_REMINDER_DAYS = env.int("MENTORING_MEETING_REMINDER_DAYS", default=2)
MENTORING_CLEARANCE_WARNING_DAYS = env.int("MENTORING_CLEARANCE_WARNING_DAYS", default=90)
MENTORING_OWN_PAGE_HOURS = env.int("MENTORING_OWN_PAGE_HOURS", default=24)
MENTORING_IDEMPOTENCY_DAYS = env.int("MENTORING_IDEMPOTENCY_DAYS", default=7)
MENTORING_SENT_MAIL_DAYS = env.int("MENTORING_SENT_MAIL_DAYS", default=28)
MENTORING_AUDIT_DAYS = env.int("MENTORING_AUDIT_DAYS", default=365)
# Signup requests an hour from one network address: a school class shares one, and everybody mistypes something.
MENTORING_REQUESTS_PER_HOUR = env.int("MENTORING_REQUESTS_PER_HOUR", default=300)
# Of these, how many may come without a proof of work, from browsers without script: a class must still get through.
MENTORING_UNPROVEN_REQUESTS_PER_HOUR = env.int("MENTORING_UNPROVEN_REQUESTS_PER_HOUR", default=120)
# Up to how many hashes a browser reckons for a proof: about a second on a phone per 50,000.
MENTORING_PROOF_NUMBERS = env.int("MENTORING_PROOF_NUMBERS", default=50_000)
# Accepted signups are answered at multiples of this time, so that it doesn't tell whether an address is known.
MENTORING_ANSWER_BEAT_SECONDS = env.float("MENTORING_ANSWER_BEAT_SECONDS", default=0.2)
# The file that remembers erasures beyond a restored backup; it belongs onto another disk than the database.
ERASURE_LEDGER = Path(env.str("ERASURE_LEDGER", default=str(VAR_DIR / "erasures.jsonl")))
MENTORING_MAXIMUM_BODY_BYTES = 16 * 1024

# Loads of embeds are counted by website. How many new names are written down on one day, for anybody can make some up;
# and for how many days the totals are kept.
EMBED_NEW_HOSTS_A_DAY = 50
EMBED_DAYS_KEPT = env.int("EMBED_DAYS_KEPT", default=1095)
# For schools: sets of cards that one network address may have made in an hour.
CARD_SETS_PER_HOUR = env.int("CARD_SETS_PER_HOUR", default=200)
# The interest check of a class ends by itself after this time. One address may open so many an hour, have so many
# phones counted, and mistype so many codes.
CLASS_CHECK_HOURS = env.int("CLASS_CHECK_HOURS", default=24)
CLASS_CHECKS_PER_HOUR = env.int("CLASS_CHECKS_PER_HOUR", default=40)
CLASS_CHECK_PHONES_PER_HOUR = env.int("CLASS_CHECK_PHONES_PER_HOUR", default=1000)
CLASS_CHECK_WRONG_CODES_PER_HOUR = env.int("CLASS_CHECK_WRONG_CODES_PER_HOUR", default=200)

PWA_APP_NAME = "Impuls Regio"
PWA_APP_DESCRIPTION = "Was im Landkreis Görlitz geht, erzählt von denen, die es machen."
PWA_APP_THEME_COLOR = "#FBFAF5"
PWA_APP_BACKGROUND_COLOR = "#FBFAF5"
PWA_APP_DISPLAY = "standalone"
PWA_APP_SCOPE = "/"
PWA_APP_START_URL = "/"
PWA_APP_LANG = "de"
PWA_APP_DIR = "ltr"
PWA_APP_DEBUG_MODE = False
PWA_APP_SPLASH_SCREEN: list[dict] = []
PWA_SERVICE_WORKER_PATH = BASE_DIR / "frontend" / "static" / "frontend" / "worker.js"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # One line for each published page, which Wagtail's own log holds too.
        "wagtail": {"level": "WARNING"},
        # Refused requests, whose addresses may hold somebody's link or what somebody searched for.
        "django.request": {"level": "ERROR"},
    },
}
