import pytest


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Addresses of static files without hashes: nothing needs to be collected for these tests."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
