"""Styles, scripts and pictures of the site itself."""

from pathlib import Path

from .. import env
from .site import ROOT

STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder", "ui.bundle.BundleFinder"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(ROOT / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # unused: documents live in S3
    "staticfiles": {"BACKEND": "ui.storage.StaticStorage"},
}
