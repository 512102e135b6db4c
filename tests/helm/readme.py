"""The README of the chart, made from the comments of values.yaml: `python -m tests.helm.readme` writes it anew."""

import re
from collections.abc import Iterator

import yaml

from tests.helm.chart import CHART

README, VALUES = CHART / "README.md", CHART / "values.yaml"
HEAD = """# Helm chart of «Сетевой кабинет»

{about}

Sets of values that are tested stand in `ci/`. This file is made from the comments of `values.yaml`:
`python -m tests.helm.readme`.

| Value | By default | |
|---|---|---|
"""
_KEY = re.compile(r"(?P<indent> *)(?P<name>[A-Za-z][\w-]*):(?: (?P<value>.*))?$")
_MARK = "# -- "


def readme() -> str:
    lines = VALUES.read_text("utf-8").splitlines()
    first = lines.index("")
    about = " ".join(line.removeprefix("#").strip() for line in lines[:first])
    rows = "".join(f"| `{name}` | {default} | {said} |\n" for name, default, said in described(lines[first:]))
    return HEAD.format(about=about) + rows


def described(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each value without values of its own, with its default and what the comment before it says of it."""
    values = yaml.safe_load("\n".join(lines))
    path: list[str] = []
    said: list[str] = []
    for line in lines:
        text = line.strip()
        if text.startswith("#"):
            said = [text.removeprefix(_MARK)] if text.startswith(_MARK) else [*said, text.removeprefix("# ")]
        elif found := _KEY.match(line):
            path = [*path[: len(found["indent"]) // 2], found["name"]]
            value = values
            for name in path:
                value = value[name]
            if found["value"] or said:
                default = f"`{found['value']}`" if found["value"] else ""
                yield ".".join(path), default, " ".join(said).replace("|", "\\|").replace("<", "&lt;")
            said = []
        else:
            said = []


if __name__ == "__main__":
    README.write_text(readme(), "utf-8")
