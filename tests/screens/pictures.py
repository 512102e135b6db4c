"""Walking through the main screens with a camera."""

from pathlib import Path

from playwright.sync_api import Browser

from embedded.site import Site
from tests.journeys.tour import TOUR, Stop
from tests.journeys.visitor import Visitor

WIDTHS = (1280, 360)
HEIGHT = 800
# In the dark and with letters of double size: the screens with the most different parts.
DARK = {
    "login",
    "register-errors",
    "home",
    "case",
    "draft",
    "queue",
    "case-staff",
    "operators",
    "refusal",
    "case-refused",
    "terms",
}
LARGE = {"register", "home", "case", "draft", "queue"}


class Camera:
    def __init__(self, browser: Browser, site: Site, album: Path) -> None:
        self.browser = browser
        self.site = site
        self.album = album

    def take_all(self) -> None:
        for stop in TOUR:
            self.take(stop)
            if large := tuple(screen for screen in stop.screens if screen.name in LARGE):
                self.take_large(Stop(stop.email, stop.company, large))

    def take(self, stop: Stop) -> None:
        somebody = Visitor(self.browser, self.site)
        for screen in stop.screens_for(somebody):
            for scheme in ("light", "dark") if screen.name in DARK else ("light",):
                somebody.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                self.shoot(somebody, screen.name, scheme)
            somebody.page.emulate_media(color_scheme="light")
        somebody.context.close()

    def take_large(self, stop: Stop) -> None:
        somebody = Visitor(self.browser, self.site)
        somebody.wears({"size": "200"}, stop.company)
        for screen in stop.screens_for(somebody):
            self.shoot(somebody, screen.name, "200")
        somebody.context.close()

    def shoot(self, somebody: Visitor, name: str, look: str) -> None:
        for width in WIDTHS:
            somebody.page.set_viewport_size({"width": width, "height": HEIGHT})
            path = self.album / f"{name}-{width}-{look}.png"
            somebody.page.screenshot(path=path, full_page=True, animations="disabled")
            print(f"  {path.name}", flush=True)
