from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies, also for the modules that our scripts import."""

    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        """The manifest is read once, at the start, so an address found is found for good."""
        return self._found(name, force)

    @cache  # noqa: B019  (there is one storage in a process)
    def _found(self, name: str | None, force: bool) -> str:
        return super().url(name, force)
