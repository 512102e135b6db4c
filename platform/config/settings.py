"""Settings of the site. The environment gives addresses and secrets; the rest is decided here, with reasons."""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

from . import env

ROOT = Path(__file__).resolve().parents[2]

# --- Where and how we run ---------------------------------------------------------------------------------------

# Embedded: servers started by `make run` or the tests, letters readable at /outbox/. Never in production.
EMBEDDED = env.flag("EMBEDDED")
DEBUG = False  # our own 500 page and logs serve a developer as well, and nobody can leave it on
SECRET_KEY = env.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.former_secrets("SECRET_KEY_FALLBACKS", now=SECRET_KEY)

PLATFORM_SCHEME = env.text("PLATFORM_SCHEME", "http" if EMBEDDED else "https")
PLATFORM_HOST = env.text("PLATFORM_HOST", "localhost")
PLATFORM_PORT = env.text("PLATFORM_PORT", "8000" if EMBEDDED else "")
PORT_SUFFIX = f":{PLATFORM_PORT}" if PLATFORM_PORT else ""
PUBLIC_URL = f"{PLATFORM_SCHEME}://{PLATFORM_HOST}{PORT_SUFFIX}"

# The host is matched with the stored ones by CompanyMiddleware, exactly; links in letters use the stored host only.
ALLOWED_HOSTS = ["*"]
COMPANY_LOOKUP = "tenants.queries.company_for_host"
LETTERHEAD = "cabinet.company.context.letterhead"
# Signing in and out, a new password, one's own locks, consents and telephone.
WRITABLE_WHEN_SUSPENDED = (
    "/accounts/",
    "/profile/security/",
    "/consent/",
    "/phone/",
    "/clients/",
    "/personal-data/download/",
    "/check/",  # it writes nothing
)

# --- Applications -----------------------------------------------------------------------------------------------

_BOTH = [
    "accounts",  # sessions too: in `public` one company's cookie opened another
    "allauth.account",
    "allauth.mfa",
    "audit",
    "notifications",
]
SHARED_APPS = [
    "django_tenants",
    "tenants",
    # No permissions, groups or content types in a company's schema: roles are a field of the person.
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "django.forms",
    "csp",
    "notifications.sms",  # whose message a gateway reports on: its id says nothing of the company
    "tenancy",
    "ui",
    "signing.trust",
    *_BOTH,
]
TENANT_APPS = [
    *_BOTH,
    "documents",
    "signing",
    "cabinet.catalogue",
    "cabinet.representatives",
    "cabinet.cases",
    "cabinet.applicants",
    "cabinet.applications",
    "cabinet.enquiries",
    "cabinet.pages",
    "cabinet.company",
]
INSTALLED_APPS = [*SHARED_APPS, *(app for app in TENANT_APPS if app not in SHARED_APPS)]
if EMBEDDED:
    INSTALLED_APPS.append("cabinet.demo")

TENANT_MODEL = "tenants.GridCompany"
TENANT_DOMAIN_MODEL = "tenants.Domain"
ROOT_URLCONF = "config.urls_company"
PUBLIC_SCHEMA_URLCONF = "config.urls_public"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.health.HealthMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tenancy.retention.RetentionMiddleware",
    "tenancy.middleware.CompanyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tenancy.methods.MethodMiddleware",
    "accounts.acting.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.kept.middleware.KeptFormMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.consent_gate.ConsentMiddleware",
    "tenancy.middleware.ReadOnlyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tenancy.middleware.RefusalMiddleware",
]
WSGI_APPLICATION = "config.wsgi.application"

_CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "csp.context_processors.nonce",
    "ui.context.page",
    "cabinet.company.context.company",
]
TEMPLATES = [
    {
        "NAME": "site",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT_PROCESSORS, "builtins": ["ui.templatetags.ui"]},
    },
    {  # pages that must not touch a company, a session or the database
        "NAME": "plain",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["csp.context_processors.nonce", "ui.context.page"],
            "builtins": ["ui.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "ui.forms.Renderer"

# --- Database ---------------------------------------------------------------------------------------------------

DATABASES = {
    "default": {
        **env.database(env.secret("DATABASE_URL")),
        "ENGINE": "django_tenants.postgresql_backend",
        # Minutes, not hours: a back end keeps every schema it has seen in memory, about 0.85 MB each.
        "CONN_MAX_AGE": env.number("CONN_MAX_AGE", 300),
        "CONN_HEALTH_CHECKS": True,
        # A condition of keeping companies apart behind a pooler, not a matter of speed.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
if _direct := env.secret("DATABASE_DIRECT_URL", ""):
    # Past the pooler: migrations, spare schemas, dumps.
    DATABASES["direct"] = {**DATABASES["default"], **env.database(_direct), "TEST": {"MIRROR": "default"}}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
# One SET per switch instead of one per cursor. Safe because an untracked pooler is refused at start.
TENANT_LIMIT_SET_CALLS = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SPARE_SCHEMAS = env.number("SPARE_SCHEMAS", 3)

# --- Cache, queue -----------------------------------------------------------------------------------------------

REDIS_URL = env.secret("REDIS_URL")
REDIS_TIMEOUT = 1  # seconds
CACHES = {
    "default": {
        "BACKEND": "tenancy.cache.ResilientRedisCache",
        "LOCATION": f"{REDIS_URL}/1",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
        "OPTIONS": {"socket_timeout": REDIS_TIMEOUT, "socket_connect_timeout": REDIS_TIMEOUT},
    }
}

CELERY_BROKER_URL = f"{REDIS_URL}/0"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": REDIS_TIMEOUT,
    "socket_connect_timeout": REDIS_TIMEOUT,
    "retry_on_timeout": False,
    # kombu would try again by itself for six seconds at every nudge; the row is safe and the sweeper comes.
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "visibility_timeout": 3600,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500  # recycles the connection, see CONN_MAX_AGE
CELERY_TASK_TENANT_CACHE_SECONDS = 5
CELERY_TIMEZONE = "Europe/Moscow"
# Nothing here visits all companies but the nightly tasks, which `fan_out` sends in batches.
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "tenancy.sweep", "schedule": 20.0},
    "ask-sms-gateways": {"task": "notifications.sms.ask_gateways", "schedule": 30.0},
    "keep-spares": {"task": "tenants.keep_spares", "schedule": 60.0},
    "refresh-revocations": {"task": "signing.trust.refresh_revocations", "schedule": crontab(minute="20")},
    "refresh-authorities": {"task": "signing.trust.refresh_authorities", "schedule": crontab(hour="4", minute="40")},
    **{
        name: {"task": "tenancy.fan_out", "args": args, "schedule": crontab(hour=hour, minute=minute)}
        for name, args, hour, minute in (
            ("sweep-sessions", ("accounts.sweep_sessions", True), "3", "10"),
            ("sweep-orphans", ("documents.sweep_orphans",), "3", "30"),
            ("sweep-blank-drafts", ("cases.sweep_blank_drafts",), "3", "50"),
            ("verify-files", ("documents.verify_sample",), "4", "10"),
            ("measure-companies", ("tenants.measure_companies",), "2", "10"),
            ("plan-forgotten-messages", ("notifications.plan_forgotten", True), "2", "30"),
            ("plan-forgotten-files", ("documents.plan_forgotten",), "2", "40"),
            ("plan-forgotten-signatures", ("signing.plan_forgotten",), "2", "50"),
        )
    },
    "prune-trust": {"task": "signing.prune_trust", "schedule": crontab(hour="5", minute="10")},
}

# --- Files ------------------------------------------------------------------------------------------------------

S3_ENDPOINT_URL = env.text("S3_ENDPOINT_URL")
# What a person's browser can reach, where it differs from what the servers use.
S3_PUBLIC_ENDPOINT_URL = env.text("S3_PUBLIC_ENDPOINT_URL", S3_ENDPOINT_URL)
S3_REGION = env.text("S3_REGION", "us-east-1")
S3_BUCKET = env.text("S3_BUCKET")
S3_ACCESS_KEY = env.secret("S3_ACCESS_KEY")
S3_SECRET_KEY = env.secret("S3_SECRET_KEY")
S3_LINK_SECONDS = 60
S3_SECONDS = env.number("S3_SECONDS", 10)  # without a byte of an answer, per try; a call tries twice
S3_FAILURES = 3  # failed calls in a row, after which S3 is not asked
S3_REST_SECONDS = 20  # for so long; then one call tries whether it is back
S3_CALLS_AT_ONCE = 12  # per process: of 16 threads some stay free for pages, whatever S3 does
DOCUMENTS_POLICY = "cabinet.company.queries.documents_policy"
MAX_FILE_SIZE = 200 * 1024 * 1024  # bytes; the most that a company may allow, see documents.policy
CHUNK_SIZE = 5 * 1024 * 1024  # bytes of one part of an upload; S3 takes no smaller ones
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", "")  # a socket's path or host:port; empty: files are not scanned
MAX_FILES_PER_CASE = 50
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # of a form without its files
DATA_UPLOAD_MAX_NUMBER_FILES = MAX_FILES_PER_CASE
FILE_UPLOAD_HANDLERS = ["documents.uploads.LimitedUploadHandler"]

# --- Slow and greedy clients (platform/front): no thread waits for them, and they are cut ---------------------------

HEADERS_SECONDS = env.number("HEADERS_SECONDS", 15)  # for the headers of a request, all of them
BODY_IDLE_SECONDS = env.number("BODY_IDLE_SECONDS", 30)  # between two pieces of a body: a lift, a tunnel
# After the grace a body comes at this rate on average: bad GPRS does, a client that trickles does not.
BODY_GRACE_SECONDS = env.number("BODY_GRACE_SECONDS", 20)
BODY_BYTES_PER_SECOND = env.number("BODY_BYTES_PER_SECOND", 1024)
BODY_SECONDS = env.number("BODY_SECONDS", 7200)  # in all: what came fast may not lie on the disk for days
READER_SECONDS = env.number("READER_SECONDS", 30)  # without a byte taken of an answer that waits
MAX_REQUEST_SIZE = 10 * MAX_FILE_SIZE + DATA_UPLOAD_MAX_MEMORY_SIZE  # ten of the largest files in one form
BODIES_ON_DISK = env.number("BODIES_ON_DISK", 4 * 1024**3)  # bytes in TMPDIR, per worker: then large bodies get a 503

STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder", "ui.bundle.BundleFinder"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(ROOT / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # unused: documents live in S3
    "staticfiles": {"BACKEND": "ui.storage.StaticStorage"},
}

# --- People -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.IdentifierBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACTING = "cabinet.representatives.acting.acting_of"  # for whom a person acts, and how far
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"

ACCOUNT_POLICY = "cabinet.company.queries.account_policy"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
# No company may switch it off; only a demonstration does without.
SECOND_FACTOR_REQUIRED = not EMBEDDED or env.flag("SECOND_FACTOR_REQUIRED")
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a code of half a minute ago or ahead: clocks of telephones differ
# How many proxies of ours add to X-Forwarded-For. What stands before their entries was written by anybody.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
ACCOUNT_RATE_LIMITS = {
    "signup_quiet": "12/10m/ip,60/h/key",  # more than that, and browsers are asked for a proof of work
    "login_quiet": "15/10m/ip",
    "signup_email": "5/h/key",
    "confirm_email": "20/h/ip,1/m/key",
    "export_data": "5/h/user",  # all one's files at once
    "save_draft": "60/m/user",  # by the page itself
    "stamped_copy": "30/10m/user",
    "check_document": "30/10m/ip",  # open to all, and a large file costs a second of work
    "download_archive": "60/h/user",  # all files of a case
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PLATFORM_SCHEME
ACCOUNT_SESSION_REMEMBER = None  # «Запомнить меня?» is asked
ACCOUNT_LOGOUT_ON_GET = False
PASSWORD_RESET_TIMEOUT = 3600  # seconds

# --- Sessions, cookies, headers ---------------------------------------------------------------------------------

_HTTPS = PLATFORM_SCHEME == "https"
COOKIE_PREFIX = "__Host-" if _HTTPS else ""  # a browser takes `__Host-` cookies over https only
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "accounts.kept.refusal.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- Signatures -------------------------------------------------------------------------------------------------

# Seals the protocols of simple signatures. Its public half is published for ever.
SIGNING_SEAL_KEY = env.seed("SIGNING_SEAL_KEY")
SIGNING_CODES_PER_HOUR = 5  # codes by SMS to one number
SIGNING_CODES_PER_DAY = 20  # to one number, and to one person

# SHA-256 of the head authority's certificates, as an administrator compared them; the files come by `update_trust`.
SIGNING_ROOTS = [pin.lower() for pin in env.words("SIGNING_ROOTS")]
# Where the ministry publishes its list of accredited authorities. Empty: it is given from files only.
SIGNING_AUTHORITIES_URL = env.text(
    "SIGNING_AUTHORITIES_URL",
    "" if EMBEDDED else "https://e-trust.gosuslugi.ru/app/scc/portal/api/v1/portal/ca/getxml",
)
# Hosts («host» or «host:port») at which authorities publish what they revoked, besides the ministry's own.
SIGNING_CRL_HOSTS = [host.lower() for host in env.words("SIGNING_CRL_HOSTS")]
# Of those, the names that may lead into an inner network: a mirror of one's own. Any other such address is refused.
SIGNING_PRIVATE_HOSTS = [host.lower() for host in env.words("SIGNING_PRIVATE_HOSTS")]
SIGNING_TSA_URL = env.text("SIGNING_TSA_URL", "")  # a service of time stamps (RFC 3161); empty: none are added
SIGNING_REQUIRE_TIMESTAMP = env.flag("SIGNING_REQUIRE_TIMESTAMP")  # no signature is valid without one
# Keys of the demonstration's test authority, beside its letters.
TEST_AUTHORITY_DIR = Path(env.text("OUTBOX_DIR", str(ROOT / ".local/outbox"))).with_name("test-authority")
# Where this deployment serves the vendor's `cadesplugin_api.js`; its text is not ours to ship. In the demonstration
# a stand-in, which signs with the keys of a test authority.
CADES_STAND_IN = "demo/plugin.js"
CADES_LOADER_URL = env.text("CADES_LOADER_URL", CADES_STAND_IN if EMBEDDED else "")
if not EMBEDDED and CADES_LOADER_URL.endswith(CADES_STAND_IN):
    raise env.WrongSetting("CADES_LOADER_URL is the vendor's script: that of the demonstration has keys of everybody")
# The vendor's extensions of browsers; the loader takes a script from the one that is there.
CADES_EXTENSIONS = env.words("CADES_EXTENSIONS") or [
    "chrome-extension://iifchhfnnmpdbibifmljnfjhpififfog",  # Chrome, Edge, Chromium-Gost, Yandex
    "chrome-extension://epebfcehmdedogndhlcacafjaacknbcm",  # Opera
]

# --- Words and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "ru"
TIME_ZONE = "Europe/Moscow"
USE_I18N = True
USE_TZ = True
# A separator would also get into numbers that are names (of rows, in `id` and `value`): people's numbers are `grouped`.
USE_THOUSAND_SEPARATOR = False

# --- Letters and SMS --------------------------------------------------------------------------------------------

OUTBOX_DIR = Path(env.text("OUTBOX_DIR", str(ROOT / ".local/outbox")))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"noreply@{PLATFORM_HOST}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10  # seconds
if _mail := env.secret("EMAIL_URL", ""):
    globals().update(env.mail(_mail))
SMS_GATEWAYS = env.sms_gateways(env.secret("SMS_GATEWAYS", ""))

# --- Logs: nothing personal --------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR", "propagate": True},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "botocore": {"level": "WARNING"},
        "smpp": {"level": "CRITICAL"},  # the library's own; what went wrong is told in our words
        "smpplib": {"level": "CRITICAL"},
    },
}
