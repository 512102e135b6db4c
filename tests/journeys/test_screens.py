"""Every main screen: nobody is shut out by it, it is light, and it fits a telephone."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.journeys.tour import TOUR, Stop
from tests.journeys.visitor import Visitor

Come = Callable[..., Visitor]

COMPRESSED_LIMIT = 80 * 1024  # bytes of HTML, CSS and JS of a first view, as they come over the line
REQUEST_LIMIT = 12
COUNTED = {"Document", "Stylesheet", "Script"}
SIGHTS = {"dark": {"theme": "dark"}, "white on black": {"theme": "wb", "size": "200", "spacing": "wide"}}


@pytest.mark.parametrize("stop", TOUR, ids=lambda stop: f"{stop.email or 'nobody'} at {stop.company or 'platform'}")
def test_a_screen_is_light_shuts_nobody_out_and_fits_a_telephone(stop: Stop, visitor: Come) -> None:
    somebody = visitor()
    for screen in stop.screens_for(somebody):
        if screen.name != "outbox":  # of the embedded mode; as long as there are letters
            is_light(screen.name, somebody)
        somebody.breaks_no_rule()
        somebody.page.set_viewport_size({"width": 360, "height": 740})
        somebody.is_not_cut()
        somebody.page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("sight", SIGHTS)
def test_other_themes_break_no_rule_either(sight: str, visitor: Come) -> None:
    for stop in TOUR[:3]:
        somebody = visitor()
        somebody.wears(SIGHTS[sight], stop.company)
        for screen in stop.screens_for(somebody):
            if screen.name in {"login", "home", "case", "draft", "queue", "case-staff"}:
                somebody.breaks_no_rule()
                somebody.page.set_viewport_size({"width": 360, "height": 740})
                somebody.is_not_cut()
                somebody.page.set_viewport_size({"width": 1280, "height": 720})


def is_light(name: str, somebody: Visitor) -> None:
    """Comes to the open page once more, as by a link of a letter and with nothing kept from before."""
    files = somebody.loads_afresh()
    weight = sum(file.size for file in files if file.kind in COUNTED)
    print(f"{name}: {weight / 1024:.1f} KB, {len(files)} requests")
    assert weight <= COMPRESSED_LIMIT, f"{name}: {files}"
    needed = [file for file in files if file.kind != "Image"]  # thumbnails come when they are scrolled to
    assert len(needed) <= REQUEST_LIMIT, f"{name}: {files}"
    hosts = {urlsplit(file.url).netloc for file in files} - {""}  # a picture within a page has no host
    assert len(hosts) == 1, f"{name}: {hosts}"
