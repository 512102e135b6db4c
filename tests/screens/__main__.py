"""`make screens`: pictures of the main screens, wide and narrow, to be looked at as a stranger would."""

import os
import shutil

import django
from playwright.sync_api import sync_playwright

from embedded.site import ROOT
from tests.journeys import chromium
from tests.journeys.site import running_site

HOME = ROOT / ".local" / "journeys"
ALBUM = ROOT / ".local" / "screens"


def main() -> int:
    with sync_playwright() as playwright:
        program = chromium.find(playwright)
        if program is None:
            print(f"Нет Chromium. Поставьте его: {chromium.INSTALL}")
            return 1
        shutil.rmtree(ALBUM, ignore_errors=True)
        with running_site(HOME) as site, chromium.launch(playwright, program) as browser:
            # Who is in the demonstration is written with the site's own models.
            os.environ.update({**site.environment, "DJANGO_SETTINGS_MODULE": "config.settings"})
            django.setup()
            from tests.screens.pictures import Camera

            Camera(browser, site, ALBUM).take_all()
    print(f"\nСнимков: {len(list(ALBUM.glob('*.png')))}, {ALBUM}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
