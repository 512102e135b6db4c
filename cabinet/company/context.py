"""What every page and every letter of a company knows of it."""

from functools import partial

from django.urls import reverse

from accounts.requests import Request
from cabinet.pages.models import Slot
from cabinet.pages.queries import current
from cabinet.rules.packs import current_pack
from notifications.ports import Letterhead
from ui.brand import palette

from .queries import profile


def company(request: Request) -> dict[str, object]:
    """`company` is the Profile on a company's host and None on the platform's; `pack` gives the words of its field."""
    if request.company is None:
        return {"company": None}
    about = profile()
    return {
        "company": about,
        "pack": current_pack(),
        "brand_url": reverse("brand", args=[about.brand_color[1:]]) if about.brand_color else "",
        # Asked only by the pages of those who are not signed in.
        "entry_text": partial(current, Slot.SIGN_IN),
    }


def letterhead() -> Letterhead:
    """Whose letter it is and in which colours."""
    about = profile()
    return {
        "company": about,
        "pack": current_pack(),
        "brand": palette(about.brand_color) if about.brand_color else None,
    }
