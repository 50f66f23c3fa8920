"""Settings, all from the environment; `unionreports/checks.py` explains what is wrong with them."""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionreports.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

env = Environment()

# --- What the operator sets -------------------------------------------------------------------
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
# `make run` keeps a key of its own under var/, so that commands beside the running server share it.
KEY_FILE = VAR / "secret-key"
SECRET_KEY_GIVEN = env.str("SECRET_KEY", default="") or (KEY_FILE.read_text().strip() if KEY_FILE.exists() else "")
# Without a key a check speaks; a random one lets the check itself run.
SECRET_KEY = SECRET_KEY_GIVEN or secrets.token_urlsafe(50)
TIME_ZONE = env.time_zone("TIME_ZONE", default="Asia/Almaty")
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR / "media"))
DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{VAR / 'unionreports.sqlite3'}")}
vars().update(env.mail("EMAIL_URL", default="consolemail://"))
if vars()["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    # The same, and it knows which letters a silent server leaves in doubt.
    EMAIL_BACKEND = "mail.smtp.Backend"
# Seconds of patience with each answer of the mail server.
EMAIL_TIMEOUT = env.seconds("EMAIL_TIMEOUT", default=20)
# Off on a copy of the site whose letters nobody must get.
REMINDERS = env.flag("REMINDERS", default=True)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="unionreports@localhost")

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue instead of failing: the lock is taken when a transaction begins, not at its first write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a query takes PostgreSQL seconds where running it takes a tenth of one: statuses are many small questions.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

UNREADABLE = env.unreadable

# --- What the house is made of ----------------------------------------------------------------
INSTALLED_APPS = [
    "unionreports.apps.UnionreportsConfig",
    "unionreports.apps.UnionAdminConfig",
    "overview",
    "inspections",
    "indicators",
    "training",
    "campaigns",
    "membership",
    "reporting",
    "decrees",
    "letters",
    "organizations",
    "accounts",
    "documents",
    "mail",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "import_export",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "organizations.second_factor.SecondFactorMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Rooms below link to an organization without knowing which room above shows it.
ABSOLUTE_URL_OVERRIDES = {"organizations.organization": lambda o: reverse("overview:organization", args=[o.code])}

ROOT_URLCONF = "unionreports.urls"
WSGI_APPLICATION = "unionreports.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "unionreports.rendering.FormRenderer"

TEMPLATES = [
    {
        "NAME": "django",
        "BACKEND": "unionreports.templating.Templates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "unionreports.navigation.house",
            ],
        },
    },
]

# --- Who signs in -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "organizations.access.RoleBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 72 * 60 * 60
# Ten failures lock this account from this address for ten minutes; the lock opens by itself.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 10 / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# What axes must not write down when an attempt fails.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "token"]
# How the telephone's app names the site; and administrators see no keys of others.
OTP_TOTP_ISSUER = "unionreports"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

# --- What the browser is told -----------------------------------------------------------------
SECURE = SITE_URL.startswith("https://")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=SECURE)
# Only a proxy that overwrites this header may be in front: see docs/operating.md.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE else "language"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Language, days, files --------------------------------------------------------------------
LANGUAGE_CODE = "ru"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["unionreports.formats"]
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A batch of filled tables holds up to 300; the form says so, whoever chooses somewhat more.
DATA_UPLOAD_MAX_NUMBER_FILES = 500

SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
# A spreadsheet is saved whole or not at all; what was uploaded waits on disk between preview and confirmation.
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
