"""The style sheet as browsers get it."""

import os
import re
import time
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from ui import bundle
from ui.bundle import BUNDLES, SOURCES, bundled


@pytest.fixture(scope="module")
def sheet():
    return bundled(BUNDLES["ui/app.css"])


def test_every_component_is_in_the_bundle():
    imported = set(re.findall(r'@import "components/(.+)"', (SOURCES / "app.css").read_text()))

    assert imported == {source.name for source in (SOURCES / "components").iterdir()}


def test_nothing_is_left_to_import(sheet):
    assert "@import" not in sheet
    for word in (".panel", ".button", ".field", ".line", ".sight", ".editor", ".drop"):
        assert word in sheet


def test_words_that_old_browsers_do_not_know_are_lowered(sheet):
    assert "light-dark(" not in sheet
    assert "&" not in sheet


def test_layers_keep_their_order(sheet):
    named = dict.fromkeys(re.findall(r"@layer ([a-z]+)\s*[{;]", sheet))

    assert list(named) == ["tokens", "brand", "themes", "base", "layout", "components", "print"]


def test_the_sheet_is_light(sheet):
    assert len(sheet) < 40_000


def test_a_changed_source_is_built_anew(tmp_path, monkeypatch):
    source = tmp_path / "app.css"
    source.write_text(".old { color: red }")
    monkeypatch.setattr(bundle, "SOURCES", tmp_path)
    monkeypatch.setattr(bundle, "BUNDLES", {"ui/app.css": source})
    finder = bundle.BundleFinder()
    finder.storage = FileSystemStorage(tmp_path / "built")
    assert ".old" in Path(finder.find("ui/app.css")).read_text()

    source.write_text(".new { color: red }")
    later = time.time() + 10
    os.utime(source, (later, later))

    assert ".new" in Path(finder.find("ui/app.css")).read_text()


def test_static_files_know_the_bundles():
    assert finders.find("ui/app.css")
    assert finders.find("ui/gallery.css")
    assert finders.find("ui/nothing.css") is None
