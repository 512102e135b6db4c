"""The addresses of things that have a number.

Django finds the pattern of a route and checks its arguments anew for each address. A list has three of them in every
row, which was a tenth of its time. An address with one whole number differs in the number only, so its two ends are
found once in a process.
"""

from functools import lru_cache
from typing import Any

from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import get_urlconf, reverse

_PLACE = 9_071_853_026_114  # stands for the number while the ends are found; no route has such digits of its own


def numbered(route: str, number: int) -> str:
    """What `reverse(route, args=[number])` answers. Raises NoReverseMatch as it does."""
    before, after = _ends(get_urlconf(), route)
    return f"{before}{number:d}{after}"


@lru_cache(maxsize=2048)
def _ends(urlconf: str | None, route: str) -> tuple[str, str]:
    before, after = reverse(route, urlconf=urlconf, args=[_PLACE]).split(str(_PLACE))
    return before, after


class Address(URLNode):
    """`{% url %}` of Django, with the short way for one whole number."""

    def render(self, context: Context) -> Any:
        if len(self.args) == 1 and not self.kwargs and not self.asvar:
            number = self.args[0].resolve(context)
            if type(number) is int and number >= 0:
                return numbered(str(self.view_name.resolve(context)), number)
        return super().render(context)


def url(parser: Parser, token: Token) -> Address:
    node = django_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
