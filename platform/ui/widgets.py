"""The common controls, drawn in Python as Django's own templates draw them.

Two templates for each option of a list, and one for each attribute's name, made a select the dearest part of a page.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]  # what `Widget.get_context` says of one


def attributes(values: Mapping[str, Any]) -> SafeString:
    """Each after a space. True is the name alone, False is left out."""
    written = []
    for name, value in values.items():
        if value is True:
            written.append(f" {name}")
        elif value is not False:
            written.append(f' {name}="{conditional_escape(value)}"')
    return SafeString("".join(written))


def input_(widget: Widget) -> SafeString:
    value = {} if widget["value"] is None else {"value": widget["value"]}
    return format_html(
        "<input{}>", attributes({"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]})
    )


def textarea(widget: Widget) -> SafeString:
    named = attributes({"name": widget["name"], **widget["attrs"]})
    return format_html("<textarea{}>\n{}</textarea>", named, widget["value"] or "")


def select(widget: Widget) -> SafeString:
    groups = [
        format_html('<optgroup label="{}">{}</optgroup>', name, _options(options)) if name else _options(options)
        for name, options, _index in widget["optgroups"]
    ]
    named = attributes({"name": widget["name"], **widget["attrs"]})
    return format_html("<select{}>{}</select>", named, SafeString("".join(groups)))


def _options(options: list[Widget]) -> SafeString:
    return format_html_join(
        "",
        "<option{}>{}</option>",
        ((attributes({"value": option["value"], **option["attrs"]}), option["label"]) for option in options),
    )


INPUTS = ("checkbox", "date", "email", "hidden", "number", "password", "search", "tel", "text", "url")
DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    **{f"django/forms/widgets/{name}.html": input_ for name in INPUTS},
    "django/forms/widgets/select.html": select,
    "django/forms/widgets/textarea.html": textarea,
}
