"""The one settings file. What differs between installations comes from the environment or `.env`."""

import datetime as dt
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _
from dotenv import load_dotenv

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent
load_dotenv(os.environ.get("SAMSYN_ENV_FILE", ROOT / ".env"))


def _yes(name: str, default: str = "no") -> bool:
    return os.environ.get(name, default).strip().lower() in {"1", "yes", "true", "on", "ja"}


def _number(name: str, default: int, *, most: int = 1_000_000) -> int:
    """A whole number from 1; a setting that is something else is named."""
    given = os.environ.get(name, "").strip() or str(default)
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= most):
        raise ValueError(f"{name} is {given}; it must be a whole number from 1 to {most}")
    return int(given)


def _database(address: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///path` or `postgresql://user:password@host:port/name?option=value`."""
    if address.startswith("sqlite:///"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address.removeprefix("sqlite:///"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-32000;PRAGMA mmap_size=268435456;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("SAMSYN_DATABASE_URL must begin with sqlite:/// or postgresql://")
    # Pages are short walks along indexes in memory or on a disk without moving parts; compiling them costs more.
    options: dict[str, Any] = {"options": "-c random_page_cost=1.1 -c jit=off", **dict(parse_qsl(parts.query))}
    try:
        port = str(parts.port or "")
    except ValueError:
        raise ValueError("SAMSYN_DATABASE_URL: the port must be a number up to 65535") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": port,
        "CONN_MAX_AGE": 600,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": options,
    }


def _secret_key() -> str:
    """From the environment, else one kept in the data folder (made at first start)."""
    if given := os.environ.get("SAMSYN_SECRET_KEY"):
        return given
    path = SAMSYN_DATA_DIR / "secret_key"
    if not path.exists():
        SAMSYN_DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(os.urandom(48).hex())
    return path.read_text()


SAMSYN_DATA_DIR = Path(os.environ.get("SAMSYN_DATA_DIR", ROOT / ".var")).resolve()
SAMSYN_DATABASE_URL = os.environ.get("SAMSYN_DATABASE_URL", f"sqlite:///{SAMSYN_DATA_DIR}/samsyn.db")
SAMSYN_DEMO = _yes("SAMSYN_DEMO")
SAMSYN_REQUIRE_MFA = _yes("SAMSYN_REQUIRE_MFA", "no" if SAMSYN_DEMO else "yes")
SAMSYN_ACTOR_FINDER = "samsyn.basis.staff.queries.actor_for"
# Words that later phases give to every page, without access knowing them.
SAMSYN_JINJA_GLOBALS = {
    "may_open": "samsyn.access.http.may_open_here",
    "words": "samsyn.basis.code_list.queries.words",
    "words_of": "samsyn.basis.code_list.queries.words_of",
    "easy_words": "samsyn.basis.code_list.queries.easy_words",
}
SAMSYN_HOST = os.environ.get("SAMSYN_HOST") or "127.0.0.1"
SAMSYN_PORT = _number("PORT", 8000, most=65_535)
SAMSYN_BASE_URL = os.environ.get("SAMSYN_BASE_URL", f"http://localhost:{SAMSYN_PORT}")
SAMSYN_REFERENCE = Path(os.environ.get("SAMSYN_REFERENCE", ROOT / "reference"))
SAMSYN_DOCUMENT_TEMPLATE = os.environ.get("SAMSYN_DOCUMENT_TEMPLATE", "")
SAMSYN_METHODS = Path(os.environ.get("SAMSYN_METHODS", ROOT / "methods"))
SAMSYN_SMALLEST_CELL = _number("SAMSYN_SMALLEST_CELL", 5)
SAMSYN_APP_ROLE = os.environ.get("SAMSYN_APP_ROLE", "")
SAMSYN_MOST_BYTES = 10 * 1024 * 1024

DEBUG = False
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("SAMSYN_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
ROOT_URLCONF = "samsyn.web.urls"
WSGI_APPLICATION = "samsyn.web.wsgi.application"
DATABASES = {"default": _database(SAMSYN_DATABASE_URL)}
AUTH_USER_MODEL = "access.User"
# SQLite keeps no comments; PostgreSQL does.
SILENCED_SYSTEM_CHECKS = ["fields.W163", "models.W046"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "samsyn.access",
    "samsyn.basis",
    "samsyn.entry",
    "samsyn.journey",
    "samsyn.learning",
    "samsyn.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samsyn.access.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samsyn.access.middleware.ActorMiddleware",
    "samsyn.web.accounts.SecondFactorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE, PACKAGE / "web" / "pages" / "allauth"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "samsyn.access.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "samsyn.access.jinja.form_keys",
                "samsyn.web.shell.shell",
            ],
            "auto_reload": False,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = SAMSYN_DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("en", _("Engelska"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "samsyn_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

SESSION_IDLE = dt.timedelta(minutes=_number("SAMSYN_IDLE_MINUTES", 30))
SESSION_ABSOLUTE = dt.timedelta(hours=_number("SAMSYN_ABSOLUTE_HOURS", 10))
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SAMSYN_BASE_URL.startswith("https://")
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SAMSYN_BASE_URL]
CSRF_FAILURE_VIEW = "samsyn.web.views.form_expired"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024  # 10 MB of any letters, each byte sent as three
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

AUTHENTICATION_BACKENDS = ["samsyn.basis.staff.backend.AssignedBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/konto/logga-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "samsyn.web.accounts.SamsynAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
# Per account; the address is shared by a whole authority, so its limits are wide.
ACCOUNT_RATE_LIMITS = {"login_failed": "100/m/ip,5/5m/key", "login": "300/m/ip"}
ACCOUNT_SESSION_REMEMBER = False
PASSWORD_RESET_TIMEOUT = int(dt.timedelta(days=3).total_seconds())
MFA_ADAPTER = "samsyn.web.accounts.SamsynMFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_FORMS = {
    "login": "samsyn.web.account_forms.SignInForm",
    "change_password": "samsyn.web.account_forms.ChangePasswordForm",
    "reset_password_from_key": "samsyn.web.account_forms.ChoosePasswordForm",
    "reauthenticate": "samsyn.web.account_forms.AgainForm",
}
MFA_FORMS = {
    "authenticate": "samsyn.web.account_forms.CodeForm",
    "reauthenticate": "samsyn.web.account_forms.CodeAgainForm",
    "activate_totp": "samsyn.web.account_forms.ConnectAppForm",
    "add_webauthn": "samsyn.web.account_forms.AddKeyForm",
    "authenticate_webauthn": "samsyn.web.account_forms.AuthenticateKeyForm",
    "login_webauthn": "samsyn.web.account_forms.LoginKeyForm",
    "reauthenticate_webauthn": "samsyn.web.account_forms.ReauthenticateKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Samsyn"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SESSION_COOKIE_SECURE

# Counts failed sign-ins and forms sent without an account; in the database, so that all processes count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_sharedcount",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("SAMSYN_SMTP_HOST", "")
EMAIL_PORT = _number("SAMSYN_SMTP_PORT", 25, most=65_535)
EMAIL_HOST_USER = os.environ.get("SAMSYN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SAMSYN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _yes("SAMSYN_SMTP_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("SAMSYN_MAIL_FROM", "samsyn@localhost")
SAMSYN_MAIL_HELD = not EMAIL_HOST

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
