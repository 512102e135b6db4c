from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies, also for the modules that our scripts import."""

    support_js_module_import_aggregation = True
