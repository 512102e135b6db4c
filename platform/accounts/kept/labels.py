"""The labels of typed values when the page of their form can no longer be opened."""

from collections.abc import Iterator

from django.forms import BaseForm, Form, ModelForm


def labelled(texts: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Pairs of a label and a text. Labels come from the form class that has most of these fields."""
    names = {name.rpartition("-")[2]: name for name in texts}
    classes = [form for base in (Form, ModelForm) for form in all_of(base)]
    best = max(classes, key=lambda form: _share(form, set(names)), default=None)
    fields = best.base_fields if best else {}  # type: ignore[attr-defined]
    found = {whole: str(fields[name].label or "") for name, whole in names.items() if name in fields}
    return [(found.get(name, ""), text) for name, all_ in texts.items() for text in all_]


def _share(form: type[BaseForm], names: set[str]) -> tuple[int, int]:
    own = set(form.base_fields)  # type: ignore[attr-defined]
    return len(own & names), -len(own)


def all_of(base: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for form in base.__subclasses__():
        yield form
        yield from all_of(form)
