"""Letters and SMS."""

from pathlib import Path

from .. import env
from .site import PLATFORM_HOST, ROOT

OUTBOX_DIR = Path(env.text("OUTBOX_DIR", str(ROOT / ".local/outbox")))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"noreply@{PLATFORM_HOST}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10  # seconds
if _mail := env.secret("EMAIL_URL", ""):
    globals().update(env.mail(_mail))
SMS_GATEWAYS = env.sms_gateways(env.secret("SMS_GATEWAYS", ""))
