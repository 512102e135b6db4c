"""The words of our templates. Built in, so no template loads it."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import is_aware

from tenancy.idempotency import FIELD as KEY_FIELD
from tenancy.marker import FIELD as MARKER_FIELD
from tenancy.marker import signed_marker
from ui import addresses, clock, html, icons, lists, words
from ui.sight import Sight

register = template.Library()
register.tag("url", addresses.url)


@register.simple_tag
def icon(name: str) -> SafeString:
    return icons.ICONS[name]


@register.simple_tag
@lru_cache(maxsize=1024)  # a list says the same few of them in every row
def status(tone: str, text: str, icon: str = "", *, chip: bool = False, plain: bool = False) -> SafeString:
    """Icon and words; `chip` makes a pill of them. Tones: live, good, wait, bad, note or none."""
    return format_html(
        '<span class="status{}"{}{}>{}<span>{}</span></span>',
        " chip" if chip else "",
        format_html(' data-tone="{}"', tone) if tone else "",
        SafeString(" data-plain") if plain else "",
        icons.ICONS[icon or icons.BY_TONE[tone]],
        words.typography(text),
    )


@register.simple_tag
def once() -> SafeString:
    """The key of a form that makes something: a second press of its button is answered with the first one's result."""
    return format_html('<input type="hidden" name="{}" value="{}">', KEY_FIELD, uuid.uuid4())


@register.simple_tag(takes_context=True)
def list_url(context: RequestContext, route: str) -> str:
    """The way back to a list: as this person saw it last."""
    return lists.place_in(context["request"], route) if "request" in context else reverse(route)


@register.simple_tag(takes_context=True)
def csrf_token(context: RequestContext) -> SafeString:
    """Django's tag of that name, and whose form it is: see tenancy.marker."""
    token = context.get("csrf_token")
    if not token or token == "NOTPROVIDED":  # noqa: S105  (Django's word for a page without a request)
        return SafeString("")
    written = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    if "request" in context:
        mark = signed_marker(context["request"])
        written += format_html('<input type="hidden" name="{}" value="{}">', MARKER_FIELD, mark)
    return written


@register.simple_tag
def notice_icon(tone: str = "", icon: str = "") -> SafeString:
    return icons.ICONS[icon or icons.NOTICE_BY_TONE[tone]]


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field of a form, as `{{ form }}` would draw it."""
    return bound.as_field_group()


@register.simple_tag(takes_context=True)
def nav_link(context: RequestContext, route: str, text: str, also: str = "") -> SafeString:
    """A section of the site, marked when the page is in it or under one of the addresses of `also`.

    A section that this host does not have is not shown.
    """
    try:
        address = reverse(route, urlconf=getattr(context.get("request"), "urlconf", None))
    except NoReverseMatch:
        return SafeString("")
    here = context["request"].path if "request" in context else ""
    current = here.startswith((address, *also.split()))
    return _nav_link(address, text, is_current=current, leaves=context.get("leaves") or "")


@lru_cache(maxsize=256)  # every page has the same few of them
def _nav_link(address: str, text: str, *, is_current: bool, leaves: str) -> SafeString:
    """A button of the form `leaves` where leaving the page has to keep what is typed."""
    current = SafeString(' aria-current="page"' if is_current else "")
    words_ = words.typography(text)
    if leaves:
        pressed = '<li><button role="link" form="{}" name="go" value="{}"{}>{}</button></li>'
        return format_html(pressed, leaves, address, current, words_)
    return format_html('<li><a href="{}"{}>{}</a></li>', address, current, words_)


@register.simple_tag
def sight_choices(chosen: Sight) -> SafeString:
    """The questions of the low-vision panel. Every page has them, so each of their few states is drawn once."""
    return _sight_choices(chosen)


@cache
def _sight_choices(chosen: Sight) -> SafeString:
    return render_to_string("components/sight_choices.html", {"sight": chosen}, using="plain")


@register.simple_tag
def moment(value: datetime) -> SafeString:
    """A time element: 13.03.2026, 14:05."""
    local = clock.local(value)
    # Digits only, nothing to escape; a list has one in each row.
    return SafeString(f'<time datetime="{local.isoformat(timespec="minutes")}">{words.with_time(local)}</time>')


@register.simple_tag
def day(value: datetime) -> SafeString:
    """A time element: 13.03.2026."""
    local = clock.local(value)
    return SafeString(f'<time datetime="{local.date().isoformat()}">{words.in_digits(local)}</time>')


@register.filter(is_safe=True)
def typo(text: str) -> str:
    """Non-breaking spaces after short words, № and before units. For plain text, not for markup."""
    return words.typography(str(text))


@register.filter
def date_words(value: date | None) -> str:
    return words.in_words(_here(value)) if value else ""


@register.filter
def date_digits(value: date | None) -> str:
    return words.in_digits(_here(value)) if value else ""


@register.filter
def date_time(value: datetime | None) -> str:
    return words.with_time(clock.local(value)) if value else ""


def _here(value: date) -> date:
    """Django's own conversion raises at the ends of the calendar, where certificates may lead."""
    return clock.local(value) if isinstance(value, datetime) and is_aware(value) else value


@register.filter
def plural(number: int, forms: str) -> str:
    """{{ 3|plural:"рабочий день,рабочих дня,рабочих дней" }}"""
    return words.plural(int(number), *forms.split(","))


@register.filter
def grouped(number: int) -> str:
    return words.grouped(int(number))


@register.filter
def month_words(value: date) -> str:
    """март 2026."""
    return words.month(value)


@register.filter
def roubles(kopecks: int) -> str:
    """12 000,50 ₽ out of whole kopecks."""
    return words.money(Decimal(kopecks) / 100).replace("-", "\N{MINUS SIGN}")


register.filter("file_size", words.size)
register.filter("power", words.power)
register.filter("lower_first", words.lower_first)
register.filter("phone", words.phone)
register.filter("dialled", words.dialled)
register.filter("initials", words.initials)


@register.filter
def cleaned(text: str | None) -> SafeString:
    """HTML of people, also as it was typed and refused, as safe as it will be kept."""
    return SafeString(html.clean(text or ""))


@register.filter
def letters(text: str) -> int:
    """How many there are in safe HTML."""
    return len(" ".join(html.plain(text).split()))


@register.filter
def extension(file_name: str) -> str:
    """What is written on the sheet of paper: PDF."""
    return file_name.rpartition(".")[2][:4].upper() if "." in file_name else ""


@register.filter
def choices(text: str) -> list[list[str]]:
    """ "a=Альфа,b=Бета" as pairs."""
    return [pair.split("=", 1) for pair in text.split(",")]


@register.filter
def error_count(form: BaseForm) -> int:
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def page_numbers(page: Page) -> Iterable[int | str]:
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
