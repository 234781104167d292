"""Every setting, read from the environment; docs/operator.md has the table of them."""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.accounts import TRIAL_ACCOUNTS, TRIAL_PASSWORD
from config.answer_cache import answer_cache
from config.brokers import TO_CONNECT, broker
from config.databases import database, opened_with, served_as
from config.signing import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

# Everything that is written at run time lies under this folder, and nowhere else.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_key(env.str("SECRET_KEY", default=""), debug=DEBUG, folder=VAR_DIR)
# The last three are this machine itself: a container asks itself for its health.
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "config.apps.OfficersAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "django_celery_beat",
    "record",
    "projects",
    "portfolio",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "record.packed_answers.PackedAnswersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page needs a login unless its view says otherwise (health and login do).
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "record.not_stored.NotStoredMiddleware",
    "record.writers_wait.WritersWaitMiddleware",
    "record.sent_once.SentOnceMiddleware",
    "portfolio.views.files_taken.FilesTakenMiddleware",
    "portfolio.views.pictures.PictureMiddleware",
    "record.read_once.ReadOnceMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["record.templatetags.form_key"],
        },
    },
]

# So that `django/forms/widgets/attrs.html` is ours: a browser cuts what is longer than `maxlength`, without a word.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -------------------------------------------------------------------------------------------------------------
DATABASE_URL, OWNER_DATABASE_URL = (env.str(name, default="") for name in ("DATABASE_URL", "OWNER_DATABASE_URL"))
DATABASES = {"default": database(opened_with(DATABASE_URL, OWNER_DATABASE_URL, "".join(sys.argv[1:2])), folder=VAR_DIR)}
SERVED_AS = served_as(DATABASE_URL, OWNER_DATABASE_URL)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="")
# Each process has its own, so that no page waits for the queue's server.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Answers at a serial. A server that is away costs no page more than a moment, once.
    "answers": answer_cache(env.str("CACHE_URL", default=""), redis_url=REDIS_URL, folder=VAR_DIR),
}

# Days are calendar days in New York; moments are stored in UTC.
TIME_ZONE = "America/New_York"
USE_TZ = True
LANGUAGE_CODE = "en-us"
USE_I18N = False

# --- Who may come in --------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
DEMONSTRATION_ACCOUNTS = TRIAL_ACCOUNTS if DEBUG else {}
DEMONSTRATION_PASSWORD = TRIAL_PASSWORD if DEBUG else ""
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
READERS_PAGE = "portfolio:reports"  # where who records nothing is sent from the admin
AUTH_USER_MODEL = "record.Account"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# --- What a page may do -----------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# HTTPS is taken for granted unless this is a local trial, or HTTPS=false says that something else sees to it.
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # a container asks itself over plain HTTP
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Static files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
ASSETS_DIR = VAR_DIR / "assets"  # the page libraries, copied here by config.assets
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "static", ASSETS_DIR) if folder.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Outside of every folder that is served; a file is opened by a view, which asks who may.
    "attachments": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
MEDIA_ROOT = VAR_DIR / "media"
# Where the newest hash of the record is written every night: best on another machine, where no one writes but Lodebook.
HEADS_FILE = Path(env.str("HEADS_FILE", default=str(VAR_DIR / "heads.csv")))
ATTACHMENTS_MOST_BYTES = env.int("ATTACHMENTS_MOST_BYTES", default=25 * 2**20)
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- The API ----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    # The API itself takes tokens too: portfolio/api/authentication.py.
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    # JSON alone: the browsable pages need inline scripts, which the policy above forbids.
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "COERCE_DECIMAL_TO_STRING": True,
}
# How often a person may ask the API in a minute; an auditor reads four times as often.
API_READS_A_MINUTE = env.int("API_READS_A_MINUTE", default=300)
API_WRITES_A_MINUTE = env.int("API_WRITES_A_MINUTE", default=60)
SPECTACULAR_SETTINGS = {
    "TITLE": "Lodebook",
    "DESCRIPTION": "The government's stakes and funding in mining and processing firms. Decimals are strings.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
}

# --- The worker -------------------------------------------------------------------------------------------------------
# Celery delivers, retries and limits time. What came of a job stands in its row; so there is no result backend.
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = broker(REDIS_URL, folder=VAR_DIR)
CELERY_BROKER_CONNECTION_TIMEOUT = TO_CONNECT
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its server as long as it takes
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Of a task that is no job of the table; each kind of job has limits of its own.
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 240, 300
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# Seconds without a heartbeat after which a running job is taken for dead and given back.
JOB_STALE_AFTER = env.int("JOB_STALE_AFTER", default=60)

# --- Letters ----------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="lodebook@localhost")
SITE_ADDRESS = env.str("SITE_ADDRESS", default="").rstrip("/")

# Money, terms and completions wait for a second officer. An office of one says true here, and each row then says so.
SINGLE_CONTROL = env.bool("SINGLE_CONTROL", default=False)

# Days after which an award whose sources nobody looked at stands on the desk of its officers.
CHECK_AFTER_DAYS = env.int("CHECK_AFTER_DAYS", default=90)

# --- Feeds ------------------------------------------------------------------------------------------------------------
# Each is off until its address is set. Nothing is asked at an address that is not public.
FEEDS_OFFICER = env.str("FEEDS_OFFICER", default="")
FEEDS_CONTACT = env.str("FEEDS_CONTACT", default="")
FEEDS_MOST_BYTES = env.int("FEEDS_MOST_BYTES", default=64 * 2**20)
FEEDS_TIMEOUT = env.int("FEEDS_TIMEOUT", default=30)
FEEDS_TRIES = env.int("FEEDS_TRIES", default=4)
# For a server on this machine, in a trial or a test; no other private address is ever asked.
FEEDS_MAY_ASK_LOOPBACK = env.bool("FEEDS_MAY_ASK_LOOPBACK", default=False)
if FEEDS_MAY_ASK_LOOPBACK and not DEBUG:
    raise ImproperlyConfigured("FEEDS_MAY_ASK_LOOPBACK is for a local trial. Take it away, or set DEBUG=true.")
FEED_USASPENDING_ADDRESS = env.str("FEED_USASPENDING_ADDRESS", default="")
FEED_USASPENDING_LISTINGS = env.list("FEED_USASPENDING_LISTINGS", default=[])
FEED_USASPENDING_KEYWORDS = env.list("FEED_USASPENDING_KEYWORDS", default=[])
FEED_EDGAR_ADDRESS = env.str("FEED_EDGAR_ADDRESS", default="")
FEED_EDGAR_FORMS = env.list("FEED_EDGAR_FORMS", default=["8-K", "10-K", "10-Q", "6-K", "20-F", "40-F", "S-3", "424B5"])
FEED_CLOSES_ADDRESS = env.str("FEED_CLOSES_ADDRESS", default="")
FEED_CLOSES_MAPPING = env.str("FEED_CLOSES_MAPPING", default="Daily closes")
FEED_USGS_ADDRESSES = env.list("FEED_USGS_ADDRESSES", default=[])
FEED_USGS_MAPPING = env.str("FEED_USGS_MAPPING", default="USGS salient statistics")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
