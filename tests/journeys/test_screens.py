"""Every main screen: nobody is shut out by it, it is light, and it fits a telephone."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from tests.journeys.tour import TOUR, Stop
from tests.journeys.visitor import Loaded, Visitor

Come = Callable[..., Visitor]

COMPRESSED_LIMIT = 80 * 1024  # bytes of HTML, CSS and JS of a first view, as they come over the line
REQUEST_LIMIT = 12
COUNTED = {"Document", "Stylesheet", "Script"}
# The tour in pieces as long as another journey, so that the workers of a run come home at about the same time.
LENGTH = 8
PIECES = [
    replace(stop, screens=stop.screens[start : start + LENGTH])
    for stop in TOUR
    for start in range(0, len(stop.screens), LENGTH)
]
MOST_SEEN = {"login", "home", "case", "draft", "queue", "case-staff"}
SEEN = [replace(stop, screens=tuple(one for one in stop.screens if one.name in MOST_SEEN)) for stop in TOUR]
SIGHTS = {"dark": {"theme": "dark"}, "white on black": {"theme": "wb", "size": "200", "spacing": "wide"}}


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: f"{piece.screens[0].name} of {piece.email or 'nobody'}")
def test_a_screen_is_light_shuts_nobody_out_and_fits_a_telephone(piece: Stop, visitor: Come) -> None:
    somebody = visitor()
    for screen in piece.screens_for(somebody):
        with somebody.loads_afresh() as files:  # as by a link of a letter; judged while the last of it comes
            somebody.breaks_no_rule()
        if screen.name != "outbox":  # of the embedded mode; as long as there are letters
            is_light(screen.name, files)
        somebody.page.set_viewport_size({"width": 360, "height": 740})
        somebody.is_not_cut()
        somebody.page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("sight", SIGHTS)
def test_other_themes_break_no_rule_either(sight: str, visitor: Come) -> None:
    judged = set()
    for stop in SEEN:
        if not stop.screens:
            continue
        somebody = visitor()
        somebody.wears(SIGHTS[sight], stop.company)
        for screen in stop.screens_for(somebody):
            judged.add(screen.name)
            somebody.breaks_no_rule()
            somebody.page.set_viewport_size({"width": 360, "height": 740})
            somebody.is_not_cut()
            somebody.page.set_viewport_size({"width": 1280, "height": 720})
    assert judged == MOST_SEEN


def is_light(name: str, files: list[Loaded]) -> None:
    assert files, name
    weight = sum(file.size for file in files if file.kind in COUNTED)
    print(f"{name}: {weight / 1024:.1f} KB, {len(files)} requests")
    assert weight <= COMPRESSED_LIMIT, f"{name}: {files}"
    needed = [file for file in files if file.kind != "Image"]  # thumbnails come when they are scrolled to
    assert len(needed) <= REQUEST_LIMIT, f"{name}: {files}"
    hosts = {urlsplit(file.url).netloc for file in files} - {""}  # a picture within a page has no host
    assert len(hosts) == 1, f"{name}: {hosts}"
