"""Where and how the site runs."""

from pathlib import Path

from .. import env

ROOT = Path(__file__).resolve().parents[3]

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
