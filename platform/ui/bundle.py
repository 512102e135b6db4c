"""The style sheets as browsers get them: joined, minified and lowered when static files are looked for.

`ui/css/` holds the sources, one file a component. The finder answers for `ui/app.css` and
`ui/gallery.css`; it builds them into `.local/css/` and again whenever a source is newer, so a page
in development shows the change at once and `collectstatic` takes the same files.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import lightningcss
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

SOURCES = Path(__file__).parent / "css"
BROWSERS = ["chrome >= 100", "firefox >= 100", "safari >= 15"]
BUNDLES = {"ui/app.css": SOURCES / "app.css", "ui/gallery.css": SOURCES / "gallery.css"}


def bundled(source: Path) -> str:
    """The style sheet with its imports in place, in the words that old browsers know."""
    return lightningcss.bundle_css(str(source), browsers_list=BROWSERS)


class BundleFinder(BaseFinder):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.ROOT / ".local" / "css")

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(self.built(path))] if path in BUNDLES else []
        return found if find_all else next(iter(found), [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in BUNDLES:
            if not matches_patterns(path, ignore_patterns or ()):
                self.built(path)
                yield path, self.storage

    def built(self, path: str) -> Path:
        target = Path(self.storage.path(path))
        newest = max(source.stat().st_mtime for source in SOURCES.rglob("*.css"))
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Several processes may build at once: each writes its own file, the last one takes the name.
            handle, unfinished = tempfile.mkstemp(dir=target.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(bundled(BUNDLES[path]))
            os.chmod(unfinished, 0o644)
            os.replace(unfinished, target)
        return target
