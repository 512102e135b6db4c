"""A form in a page of ours is filled in with what was typed into it before.

The page is drawn as ever, by its own view, and only then the controls get their values: so no view need know of it,
and whatever form is added is filled in too. What the page has not asked for this time is handed back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils.html import conditional_escape

from ui.widgets import attributes

Values = Mapping[str, list[str]]

NEVER = {"submit", "button", "image", "reset", "password", "file"}
FRESH = {"csrfmiddlewaretoken", "drawn", "kept"}  # of this page, not of the one that was left


@dataclass
class Tag:
    name: str
    attrs: dict[str, str | None]
    start: int
    end: int  # of the start tag
    inside_until: int = 0  # of a textarea
    options: list["Tag"] = field(default_factory=list)
    words: str = ""

    @property
    def field(self) -> str:
        return self.attrs.get("name") or ""

    @property
    def type(self) -> str:
        return (self.attrs.get("type") or "text").lower() if self.name == "input" else self.name

    @property
    def value(self) -> str:
        if self.name == "option" and "value" not in self.attrs:
            return self.words.strip()
        return self.attrs.get("value") or ("on" if self.type in {"checkbox", "radio"} else "")


@dataclass
class FormTag(Tag):
    controls: list[Tag] = field(default_factory=list)
    buttons: list[Tag] = field(default_factory=list)

    def sends_to(self, path: str, *, at: str) -> bool:
        addresses = [self.attrs.get("action"), *(button.attrs.get("formaction") for button in self.buttons)]
        return any(urlsplit(urljoin(at, address or at)).path == path for address in addresses)

    def likeness(self, values: Values) -> int:
        """How many of the typed answers it has a place for, less those of its places for which there is none."""
        own = {tag.field for tag in [*self.controls, *self.buttons] if tag.field} - FRESH
        return 2 * len(own & set(values)) - len(own)


@dataclass(frozen=True)
class Filled:
    page: str
    left: dict[str, list[str]]  # typed, and no place in the form for it


@dataclass(frozen=True)
class Found:
    """What the notice of a form may speak of."""

    button: str
    asks_password: bool
    left: dict[str, list[str]]


def refill(
    page: str,
    *,
    at: str,
    action: str,
    values: Values,
    files: Values,
    notice: Callable[[Found], str],
    hint: Callable[[list[str]], str],
) -> str | None:
    """The page with its form filled in; `at` is the address of the page, `action` that to which the form was sent.

    `notice` is written into the form, `hint` beside the fields whose files have to be chosen again. None: the page has
    no such form.
    """
    reader = _Reader(page)
    forms = [form for form in reader.forms if form.sends_to(action, at=at)]
    if not forms:
        return None
    form = max(forms, key=lambda found: found.likeness(values))
    edits, left = _edits(form, {name: list(all_) for name, all_ in values.items()})
    found = Found(_pressed(form, values), any(tag.type == "password" for tag in form.controls), left)
    edits.append((form.end, form.end, notice(found)))
    edits.append((form.end - 1, form.end - 1, " data-refilled"))
    told: set[str] = set()
    for tag in form.controls:
        if tag.type == "file" and tag.field in files and tag.field not in told:
            told.add(tag.field)
            edits.append((tag.end, tag.end, hint(files[tag.field])))
    for start, end, text in sorted(edits, reverse=True):
        page = page[:start] + text + page[end:]
    return page


def _edits(form: FormTag, typed: dict[str, list[str]]) -> tuple[list[tuple[int, int, str]], dict[str, list[str]]]:
    """What to write instead of what, and what was left over."""
    edits: list[tuple[int, int, str]] = []
    known = {button.field for button in form.buttons} | FRESH
    alone = {tag.field for tag in form.controls if [other.field for other in form.controls].count(tag.field) == 1}
    for tag in form.controls:
        name = tag.field
        if not name or name in FRESH or tag.type in NEVER or "disabled" in tag.attrs:
            if tag.type in {"password", "file"}:
                known.add(name)
            continue
        if tag.attrs.get("autocomplete") == "one-time-code":
            known.add(name)
            continue
        given = typed.get(name, [])
        if tag.type in {"checkbox", "radio"}:
            edits.append(_marked(tag, "checked", tag.value in given))
            _take(given, tag.value)
        elif tag.type == "select":
            for option in tag.options if name in typed else []:
                edits.append(_marked(option, "selected", option.value in given))
                _take(given, option.value)
        elif tag.type == "hidden" and (tag.value in given or name not in alone):
            _take(given, tag.value)
        elif given:
            value = given.pop(0)
            if tag.type == "textarea":
                edits.append((tag.end, tag.inside_until, "\n" + conditional_escape(value)))
            else:
                edits.append((tag.start, tag.end, _written(tag, {**tag.attrs, "value": value})))
    left = {name: [v for v in values if v.strip()] for name, values in typed.items() if name not in known}
    return edits, {name: values for name, values in left.items() if values}


def _take(values: list[str], value: str) -> None:
    if value in values:
        values.remove(value)


def _marked(tag: Tag, mark: str, is_on: bool) -> tuple[int, int, str]:
    attrs = {name: value for name, value in tag.attrs.items() if name != mark}
    return tag.start, tag.end, _written(tag, {**attrs, mark: None} if is_on else attrs)


def _written(tag: Tag, attrs: Mapping[str, str | None]) -> str:
    return f"<{tag.name}{attributes({name: True if value is None else value for name, value in attrs.items()})}>"


def _pressed(form: FormTag, values: Values) -> str:
    """The words of the button that was pressed, else of the first that is seen."""
    seen = [button for button in form.buttons if "hush" not in (button.attrs.get("class") or "").split()]
    named = [button for button in seen if button.field and button.value in values.get(button.field, [])]
    plain = [button for button in seen if not button.field]
    chosen = [*named, *plain, *seen]
    return " ".join(chosen[0].words.split()) if chosen else ""


class _Reader(HTMLParser):
    """Forms of a page with their controls, and where each of them stands in its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[FormTag] = []
        self._form: FormTag | None = None
        self._open: Tag | None = None  # a select, a textarea or a button
        self._option: Tag | None = None
        self._hushed = 0
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(page)
        self.close()

    @property
    def _here(self) -> int:
        line, offset = self.getpos()
        return self._lines[line - 1] + offset

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._here
        place: dict[str, Any] = {
            "attrs": dict(attrs),
            "start": start,
            "end": start + len(self.get_starttag_text() or ""),
        }
        if name == "form":
            self._form = FormTag(name, **place) if (place["attrs"].get("method") or "").lower() == "post" else None
            if self._form:
                self.forms.append(self._form)
        if self._form is None:
            return
        if name == "option":
            self._option = Tag(name, **place)
            if self._open is not None and self._open.name == "select":
                self._open.options.append(self._option)
        elif name in {"input", "select", "textarea"}:
            tag = Tag(name, **place)
            self._form.controls.append(tag)
            self._open = None if name == "input" else tag
        elif name == "button":
            self._open = Tag(name, **place)
            if (self._open.attrs.get("type") or "submit") == "submit":
                self._form.buttons.append(self._open)
        elif name == "span" and self._open is not None and self._open.name == "button":
            self._hushed += self._hushed > 0 or "hush" in (place["attrs"].get("class") or "").split()

    def handle_endtag(self, name: str) -> None:
        self._option = None
        if name == "form":
            self._form = self._open = None
        elif name == "span" and self._hushed:
            self._hushed -= 1
        elif self._open is not None and name == self._open.name:
            self._open.inside_until = self._here
            self._open, self._hushed = None, 0

    def handle_data(self, data: str) -> None:
        if self._option is not None:
            self._option.words += data
        elif self._open is not None and not self._hushed:
            self._open.words += data
