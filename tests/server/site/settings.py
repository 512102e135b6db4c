"""The site's own settings on bare views: what is tested is how requests and answers travel."""

from config.settings import *  # noqa: F403

MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth does not load without it
]
ROOT_URLCONF = "tests.server.site.urls"
MAX_REQUEST_SIZE = 8 * 1024**2
