"""Controls drawn in Python are what Django's templates draw."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from ui.forms import Renderer

HOSTILE = '"><script>&'
ATTRIBUTES = {"class": "input", "data-width": 8, "autofocus": True, "disabled": False, "title": HOSTILE}
CHOICES = [("", "любой"), (1, "один & два"), ("Группа", [("3", HOSTILE), (HOSTILE, "четыре")])]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(), HOSTILE),
        (forms.TextInput(), None),
        (forms.TextInput(), ""),
        (forms.HiddenInput(), 12),
        (forms.NumberInput(), 0),
        (forms.PasswordInput(), "secret"),
        (forms.EmailInput(), "a@b.ru"),
        (forms.CheckboxInput(), True),
        (forms.CheckboxInput(), False),
        (forms.Textarea(), f"\n{HOSTILE}"),
        (forms.Textarea(), None),
        (forms.Select(choices=CHOICES), "1"),
        (forms.Select(choices=CHOICES), HOSTILE),
        (forms.Select(choices=CHOICES), None),
        (forms.SelectMultiple(choices=CHOICES), ["1", "3"]),
    ],
)
def test_it_draws_what_the_template_draws(widget: forms.Widget, value: Any) -> None:
    ours, theirs = (
        widget.render("field", value, attrs=ATTRIBUTES, renderer=renderer)
        for renderer in (Renderer(), DjangoTemplates())
    )
    assert _parts(ours) == _parts(theirs)


def _parts(html: str) -> list[tuple[str, list[str]]]:
    """Tags with their attributes, in whatever order those stand, and the texts between."""
    parts = re.findall(r"<(/?\w+)((?:\s+[\w-]+(?:=\"[^\"]*\")?)*)>([^<]*)", html)
    return [(tag + text.rstrip(), sorted(re.findall(r"[\w-]+(?:=\"[^\"]*\")?", names))) for tag, names, text in parts]
