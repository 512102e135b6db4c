"""What holds for every template of the site: the content policy forbids code and styles inside markup."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from .seams import found, seams

FOLDER = settings.ROOT / "templates"
ALL = sorted(FOLDER.rglob("*.html"))
# Letters are read by mail programs, the index of an archive from somebody's disk: no style sheet of ours is there.
PAGES = [path for path in ALL if path.parent.name != "letters" and path.name != "archive_index.html"]


def name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


@pytest.mark.parametrize(
    "forbidden",
    [r"\sstyle\s*=", r"<style", r"\s(hx-)?on[a-z]+\s*=", r"<script(?![^>]*\ssrc=)", r"javascript:", r"href=\"#\""],
)
def test_no_code_no_styles_and_no_dead_links_in_markup(forbidden):
    assert [name(path) for path in PAGES if re.search(forbidden, path.read_text(), re.IGNORECASE)] == []


def test_every_template_compiles_and_includes_what_exists():
    missing = {}
    for path in ALL:
        get_template(name(path), using="site")
        included = re.findall(r'{% (?:include|extends) "([^"]+)"', path.read_text())
        if absent := [other for other in included if not (FOLDER / other.partition("#")[0]).exists()]:
            missing[name(path)] = absent
    assert missing == {}


def test_comments_stay_out_of_the_page():
    """A {# #} of two lines is no comment: it is shown."""
    shown = {
        name(path): lines
        for path in ALL
        if (lines := [line for line in path.read_text().splitlines() if ("{#" in line) != ("#}" in line)])
    }
    assert shown == {}


def test_no_formatter_can_put_a_space_where_it_is_seen():
    assert seams("<h1>{% if a %}б{% endif %}{% if c %} №{% endif %}?</h1>") == ["{% endif %}{% if c %}"]
    assert seams('<p class="{% if a %}б{% endif %}{% if c %} г{% endif %}">{% if d %}{% icon "e" %}</p>') == []
    assert found() == {}


def test_a_hidden_word_is_not_the_last_thing_in_a_button():
    """A button is a flex box: white space after a hidden word in it becomes an empty box with a gap before it."""
    last = re.compile(r'<span class="hush">(?:(?!</?span).)*</span>\s*</button>', re.DOTALL)

    assert [name(path) for path in ALL if last.search(path.read_text())] == []
