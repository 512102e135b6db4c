"""Who signs in and how."""

from .. import env
from .site import EMBEDDED, PLATFORM_SCHEME

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.IdentifierBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"

ACCOUNT_ADAPTER = "accounts.allauth_glue.adapter.AccountAdapter"
# No company may switch it off; only a demonstration does without.
SECOND_FACTOR_REQUIRED = not EMBEDDED or env.flag("SECOND_FACTOR_REQUIRED")
MFA_ADAPTER = "accounts.allauth_glue.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a code of half a minute ago or ahead: clocks of telephones differ
# How many proxies of ours add to X-Forwarded-For. What stands before their entries was written by anybody.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
# Of accounts alone. Other packages declare a `Limit` beside what it protects; an entry here would take its place.
ACCOUNT_RATE_LIMITS = {
    "signup_quiet": "12/10m/ip,60/h/key",  # more than that, and browsers are asked for a proof of work
    "login_quiet": "15/10m/ip",
    "signup_email": "5/h/key",
    "confirm_email": "20/h/ip,1/m/key",
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
