"""Every setting, read from the environment once.

| variable | default | meaning |
|---|---|---|
| REMIT_DATA_DIR | ./var | folder of the database, the secret and the keys (made with mode 0700) |
| REMIT_DATABASE_URL | (SQLite in the data folder) | postgresql://user:password@host:port/name |
| REMIT_KEY_FILE | DATA_DIR/keys/site.key | the site key; no backup holds it, so keep a copy |
| REMIT_ALLOWED_HOSTS | localhost,127.0.0.1 | names this server answers to |
| REMIT_TLS | 0 | 1 where pages are reached by https (`remit serve --cert` sets it) |
| REMIT_TRUSTED_PROXIES | 0 | reverse proxies in front (they set X-Forwarded-For and -Proto) |
| REMIT_DEMO | 0 | 1 in a demo database only: shows the banner on every page |
| REMIT_DEBUG | 0 | 1 for developers: Django's debug pages |
| REMIT_STAFF_IDLE_MINUTES | 60 | a staff session ends after this long without a request |
| REMIT_SMTP_URL | (no mail is sent) | smtp://user:password@host:port, smtps:// or smtp+tls:// |
| REMIT_MAIL_FROM | remit@localhost | sender of account mails |
| REMIT_ADDRESS | (first allowed host) | where pages are reached, for links in mails: https://host |
| REMIT_TIME_ZONE | UTC | zone of service clocks where a site names none |
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def _flag(name: str) -> bool:
    return os.environ.get(name, "0").strip().lower() in {"1", "true", "yes", "on"}


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def _secret(folder: Path) -> str:
    """Read the signing secret; the first start makes it, readable by its owner only."""
    path = folder / "secret"
    fresh = secrets.token_urlsafe(64)
    try:
        # O_EXCL: of two processes that start together exactly one writes, the other reads.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(fresh)
    return fresh


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            "REMIT_DATABASE_URL must begin with postgresql://; leave it unset for SQLite."
        )
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", [""])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # Without IMMEDIATE a transaction that reads before it writes fails when another writes.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an acknowledged save survives a power cut. secure_delete: an erased key leaves
            # no readable bytes in free pages.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;",
        },
        # A file, because SQLite in memory locks by table and knows no WAL: not what is served.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }


def _mail(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ImproperlyConfigured(
            "REMIT_SMTP_URL must begin with smtp://, smtps:// or smtp+tls://."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        # A mail server that says nothing must not hold up the alarms behind it.
        "EMAIL_TIMEOUT": 15,
    }


WEB_DIR = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("REMIT_DATA_DIR", "var")).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
KEY_FILE = Path(os.environ.get("REMIT_KEY_FILE", DATA_DIR / "keys" / "site.key")).resolve()

SECRET_KEY = _secret(DATA_DIR)
DEBUG = _flag("REMIT_DEBUG")
REMIT_DEMO = _flag("REMIT_DEMO")
REMIT_TLS = _flag("REMIT_TLS")
REMIT_STAFF_IDLE_MINUTES = _number("REMIT_STAFF_IDLE_MINUTES", 60)
REMIT_STAFF_SESSION_HOURS = 12
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("REMIT_ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
    if host.strip()
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "remit.web.people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
# Houses are built one by one; a house joins the list when its folder has an `apps.py`.
INSTALLED_APPS += [
    f"remit.web.{house}"
    for house in (
        "cases",
        "notices",
        "assess",
        "consult",
        "documents",
        "intake",
        "practice",
        "desk",
    )
    if (WEB_DIR / house / "apps.py").exists()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "remit.web.people.middleware.ContentSecurity",
    "remit.web.people.compressed.CompressedFiles",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "remit.web.people.middleware.SessionEnds",
    "remit.web.people.middleware.SiteClock",
    "remit.web.people.middleware.SecondFactor",
    "remit.web.people.middleware.SentenceForUserError",
]

ROOT_URLCONF = "remit.web.urls"
WSGI_APPLICATION = "remit.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "remit.web.people.context.page",
            ],
        },
    }
]

DATABASE_URL = os.environ.get("REMIT_DATABASE_URL", "").strip()
DATABASES = {
    "default": _postgres(DATABASE_URL) if DATABASE_URL else _sqlite(DATA_DIR / "remit.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The sign-in limits live in the cache: shared by all processes and kept over a restart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "remit_cache",
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
REMIT_PARTICIPANT_HOME = "practice:start"

ACCOUNT_ADAPTER = "remit.web.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# A code by e-mail opens a participant's page; staff pass the second factor all the same.
ACCOUNT_LOGIN_BY_CODE_ENABLED = bool(os.environ.get("REMIT_SMTP_URL"))
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # an address typed by mistake gets no mail
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/15m/key",
    "reset_password": "20/m/ip,5/h/key",
    "reauthenticate": "10/m/user",
    # Each code has five tries: thirty a day leave 150 guesses in a million.
    "request_login_code": "20/m/ip,3/m/key,8/h/key,30/d/key",
}
MFA_ADAPTER = "remit.web.people.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Remit"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not REMIT_TLS  # browsers allow it on localhost only

SESSION_COOKIE_NAME = "remit_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # participants; staff sessions end by SessionEnds
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = REMIT_TLS
CSRF_COOKIE_NAME = "remit_csrf"
CSRF_COOKIE_HTTPONLY = True  # pages carry the token in the form; scripts read it from there
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = REMIT_TLS
CSRF_FAILURE_VIEW = "remit.web.people.views.csrf_failure"

REMIT_TRUSTED_PROXIES = _number("REMIT_TRUSTED_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = REMIT_TRUSTED_PROXIES
if REMIT_TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if REMIT_TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# 'self' only: no inline script or style. data: is for the QR picture of the second factor.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB_DIR / "static"]
WHITENOISE_USE_FINDERS = True  # no collectstatic step: what is installed is what is served
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("REMIT_TIME_ZONE", "UTC")

# Without a mail server nothing is sent, nor printed: a password link has no place in a log.
REMIT_MAIL = bool(os.environ.get("REMIT_SMTP_URL"))
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("REMIT_MAIL_FROM", "remit@localhost")
REMIT_ADDRESS = os.environ.get("REMIT_ADDRESS", "").strip().rstrip("/") or (
    f"{'https' if REMIT_TLS else 'http'}://{ALLOWED_HOSTS[0] if ALLOWED_HOSTS else 'localhost'}"
)
if REMIT_MAIL:
    globals().update(_mail(os.environ["REMIT_SMTP_URL"]))

# A report of a crash holds no value: not what was typed, not what was read from the record.
DEFAULT_EXCEPTION_REPORTER = "remit.web.people.error_report.ReportWithoutValues"
DEFAULT_EXCEPTION_REPORTER_FILTER = "remit.web.people.error_report.HideEveryValue"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"secrets": {"()": "remit.web.people.log_filter.HideSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
