"""«Версия для слабовидящих»: what is chosen in the panel, kept in a cookie, written on <html> by the server."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse

COOKIE = "sight"
YEAR = 365 * 24 * 60 * 60
# The first of each is the ordinary one and writes nothing.
CHOICES = {
    "size": ("100", "150", "200"),
    "spacing": ("normal", "wide"),
    "theme": ("auto", "bw", "wb", "blue", "brown", "light", "dark"),
    "images": ("on", "off"),
}


@dataclass(frozen=True)
class Sight:
    size: str = "100"
    spacing: str = "normal"
    theme: str = "auto"
    images: str = "on"

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """As it was saved; whatever is not known is the ordinary one."""
        return cls().changed(dict(parse_qsl(request.COOKIES.get(COOKIE, ""))))

    def changed(self, wishes: Mapping[str, str]) -> Self:
        return replace(self, **{name: wishes[name] for name, known in CHOICES.items() if wishes.get(name) in known})

    @property
    def attributes(self) -> dict[str, str]:
        """The data attributes of <html>."""
        return {name: value for name, value in vars(self).items() if value != CHOICES[name][0]}

    def save(self, request: HttpRequest, response: HttpResponse) -> None:
        if not self.attributes:
            response.delete_cookie(COOKIE, samesite="Lax")
        else:
            response.set_cookie(
                COOKIE,
                urlencode(self.attributes),
                max_age=YEAR,
                samesite="Lax",
                secure=request.is_secure(),
                httponly=True,
            )
