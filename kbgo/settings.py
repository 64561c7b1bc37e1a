"""Every setting, in one place, secure by default.

`KBGO_ENV` says what kind of instance this is:
  not set      the embedded default: strict, makes its own secrets, answers on the loopback only;
  development  the same, and demonstration data may be loaded (`make run` and `make demo` set it);
  production   secrets and host names are given from outside, or the start stops and says so.
"""

import os
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu.entity import Exchange, Queue

from kbgo.environment import (
    env_bool,
    env_int,
    env_list,
    env_secret,
    env_text,
    instance_secret,
    kept_secret,
    key_bytes,
)
from kbgo.logs import logging_settings
from kbgo.parts import blob_storage, broker_options, broker_url, contact, database

APP_VERSION = "0.1.0"
BASE_DIR = Path(__file__).resolve().parent.parent

ENVIRONMENT = env_text("KBGO_ENV") or "embedded"
if ENVIRONMENT not in {"embedded", "development", "production"}:
    raise ImproperlyConfigured("KBGO_ENV is development or production, or not set at all.")
DEVELOPMENT = ENVIRONMENT == "development"
PRODUCTION = ENVIRONMENT == "production"
DEBUG = DEVELOPMENT and env_bool("KBGO_DEBUG")

# Whatever this process writes, from databases to logs, only its own account may read.
os.umask(0o077)
STATE_DIR = Path(env_text("KBGO_STATE_DIR") or BASE_DIR / "var").resolve()
RUN_DIR = Path(env_text("KBGO_RUN_DIR") or STATE_DIR / "run").resolve()
BLOB_DIR = STATE_DIR / "blobs"
SECRETS_DIR = STATE_DIR / "secrets"
for folder in (STATE_DIR, RUN_DIR, SECRETS_DIR):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = instance_secret("KBGO_SECRET_KEY", SECRETS_DIR / "secret.key", may_make=not PRODUCTION)
PEPPER = key_bytes(
    "KBGO_PEPPER",
    instance_secret("KBGO_PEPPER", SECRETS_DIR / "pepper.key", may_make=not PRODUCTION),
)
SESSION_SERVER_KEY = key_bytes(
    "KBGO_SESSION_KEY",
    env_secret("KBGO_SESSION_KEY") or kept_secret(RUN_DIR / "session.key", mode=0o400),
)
INSTANCE_KEY_FILE = Path(env_text("KBGO_INSTANCE_KEY_FILE") or SECRETS_DIR / "instance.key")

# Who answers, and over what.
ALLOWED_HOSTS = env_list("KBGO_ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "KBGO_ALLOWED_HOSTS is not set. Write the host names of this site, separated by commas."
    )
ROOT_URLCONF = "kbgo.urls"
WSGI_APPLICATION = "kbgo.wsgi.application"
ACCESS_MATRIX = BASE_DIR / "kbgo" / "access.toml"

INSTALLED_APPS = [
    "kbgo",
    "django.contrib.staticfiles",
    "crispy_forms",
    "django_linear_migrations",
    "core",
    "custody",
    "accounts",
    "resources",
    "jobs",
    "cases",
    "evidence",
    "workbench",
    "packets",
]
MIDDLEWARE = [
    "core.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "core.middleware.FlatHistoryMiddleware",
    "accounts.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.ActorMiddleware",
    "core.middleware.RoutePolicyMiddleware",
    "core.middleware.RefusalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "core.context.site",
            ],
        },
    },
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS: list[str] = []

DATABASES = {
    "default": database(env_text("DATABASE_URL"), STATE_DIR / "db.sqlite3"),
    "shred": database(env_text("SHRED_DATABASE_URL"), STATE_DIR / "shred.sqlite3"),
}
DATABASE_ROUTERS = ["kbgo.routers.ShredRouter"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Files. Uploads pass one handler, which seals them as they stream in; no other may see them.
FILE_UPLOAD_HANDLERS = ["evidence.uploads.SealingUploadHandler"]
MIB = 1024 * 1024
UPLOAD_LIMITS = {
    "image": 25 * MIB,
    "video": 500 * MIB,
    "audio": 100 * MIB,
    "document": 25 * MIB,
    "text": 25 * MIB,
    "mail": 25 * MIB,
    "archive": 300 * MIB,
    "other": 25 * MIB,
}
# Where a virus scanner listens: the path of its socket, or host:port. Empty: nothing is scanned.
CLAMD_SOCKET = env_text("KBGO_CLAMD_SOCKET")
CLAMD_TIMEOUT_SECONDS = 60
CASE_QUOTA_BYTES = env_int("KBGO_CASE_QUOTA_MIB", 2048) * MIB
INSTANCE_QUOTA_BYTES = env_int("KBGO_INSTANCE_QUOTA_MIB", 102400) * MIB
# How long an upload that stopped in the middle waits for its next part.
UPLOAD_WAIT_SECONDS = 86400
# Fingerprints of files that show somebody under 18, of unknown age or without a yes: only after
# legal advice to the organisations of this instance.
FINGERPRINTS_OF_MINORS = env_bool("KBGO_FINGERPRINTS_OF_MINORS")
DATA_UPLOAD_MAX_MEMORY_SIZE = MIB
STORAGES = {
    "default": blob_storage(env_text("KBGO_BLOB_STORAGE") or "file:", BLOB_DIR),
    "staticfiles": {"BACKEND": "kbgo.static.HashedStorage"},
}
STORAGES["blobs"] = STORAGES["default"]
STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_AUTOREFRESH = DEBUG

# Headers that Django sends; the rest, with the content policy, stand in `core.middleware`.
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("KBGO_BEHIND_PROXY") else None
)
SESSION_COOKIE_NAME = "__Host-s"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
KEY_COOKIE_NAME = "__Host-k"
CSRF_FAILURE_VIEW = "core.failures.csrf_failure"
CSRF_COOKIE_NAME = "__Host-c"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options comes from core.middleware.SecurityHeadersMiddleware
    "security.W021",  # no HSTS preload: the preload list is public, and names the site for ever
]

# Sign-in.
OWNER_ABSOLUTE_SECONDS = 7200
STAFF_IDLE_SECONDS = 1200
STAFF_ABSOLUTE_SECONDS = 28800
REENTRY_SECONDS = 300
# How long backups are kept; once no shred backup is left, an erased case is closed for good.
BACKUP_DAYS = env_int("KBGO_BACKUP_DAYS", 35)
SHRED_BACKUP_DAYS = env_int("KBGO_SHRED_BACKUP_DAYS", 7)
ERASE_AFTER_SECONDS = env_int("KBGO_ERASE_AFTER_HOURS", 24) * 3600
ARGON2_MEMORY_KIB = env_int("KBGO_ARGON2_MEMORY_KIB", 65536)
ARGON2_ITERATIONS = env_int("KBGO_ARGON2_ITERATIONS", 3)

# What people see.
BRAND = env_text("KBGO_BRAND") or "Catatan"
NEUTRAL_TARGET = env_text("KBGO_NEUTRAL_TARGET") or "https://www.bmkg.go.id/cuaca"
# Whom a police desk or a court asks about a packet.
CONTACT = contact(env_text("KBGO_CONTACT"))
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
CRISPY_ALLOWED_TEMPLATE_PACKS = ("aman",)
CRISPY_TEMPLATE_PACK = "aman"
CRISPY_FAIL_SILENTLY = False

LOGGING = logging_settings(env_text("KBGO_LOG_LEVEL") or "WARNING")

# Background work: the row of the job is the truth, the message is only its id.
TSA_URLS = env_list("KBGO_TSA_URLS")
TSA_ROOTS_FILE = env_text("KBGO_TSA_ROOTS_FILE")
TSA_TIMEOUT_SECONDS = 10
TSA_PATIENCE_SECONDS = 5
JOB_LEASE_SECONDS = env_int("KBGO_JOB_LEASE_SECONDS", 60)
JOB_GRANT_SECONDS = 900
WORKER_PULSE_SECONDS = env_int("KBGO_WORKER_PULSE_SECONDS", 30)
CELERY_BROKER_URL = broker_url(RUN_DIR)
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(
    CELERY_BROKER_URL, STATE_DIR / "broker", SECRET_KEY
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 3300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name, type="direct"), routing_key=name) for name in ("keyed", "plain")
]
CELERY_TASK_DEFAULT_QUEUE = "plain"
CELERY_TASK_DEFAULT_EXCHANGE = "plain"
CELERY_TASK_DEFAULT_ROUTING_KEY = "plain"
CELERY_TASK_ROUTES = {"jobs.tasks.run_job": {"queue": "keyed"}}
# Celery's default scheduler keeps its times in a pickle; this one keeps them in memory.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"


def _every(interval: timedelta, task: str, expires: timedelta | None = None) -> dict[str, object]:
    """One that could not be sent in time is not made up for: the next does the same."""
    late = (expires or interval).total_seconds()
    return {"task": task, "schedule": interval, "options": {"expires": late}}


CELERY_BEAT_SCHEDULE = {
    "requeue-expired-jobs": _every(
        timedelta(seconds=5), "jobs.tasks.requeue_expired", expires=timedelta(seconds=30)
    ),
    "delete-old-jobs": _every(timedelta(hours=1), "jobs.tasks.delete_old_jobs"),
    "forget-what-is-over": _every(timedelta(minutes=10), "accounts.tasks.forget_what_is_over"),
    "forget-old-drafts": _every(timedelta(hours=6), "cases.tasks.forget_old_drafts"),
    "erase-what-is-due": _every(timedelta(minutes=1), "cases.tasks.erase_due"),
    "erase-items-that-are-due": _every(timedelta(minutes=1), "evidence.tasks.erase_due_items"),
    "sweep-blobs": _every(timedelta(minutes=10), "evidence.tasks.sweep_blobs"),
    "expire-packets": _every(timedelta(minutes=10), "packets.tasks.expire_packets"),
    "make-checkpoint": _every(timedelta(minutes=10), "custody.tasks.make_checkpoint"),
    "ask-authorities": _every(timedelta(minutes=1), "custody.tasks.ask_authorities"),
}
