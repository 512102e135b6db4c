"""Places where the formatter of templates may put a space that people see.

djangofmt takes two statements with nothing between them for two lines, and a line break is a space. `make format`
asks first: where the space would be seen, `{{ "" }}` holds the statements together; elsewhere a line divides them.
"""

import re
import sys
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
TAG = re.compile(r"""<[a-z](?:{%.*?%}|{{.*?}}|"[^"]*"|[^>"])*>""", re.IGNORECASE | re.DOTALL)
OPENING = r"if|for|with|autoescape|block|else|elif|empty|comment"
SEAM = re.compile(rf"{{% (?!(?:{OPENING})\b)[^%]*%}}{{% (?!end|else|elif|empty)[^%]*%}}")


def seams(template: str) -> list[str]:
    """Statements that follow each other at once. Within a tag, among its attributes, they may."""
    return SEAM.findall(TAG.sub("<>", template))


def found() -> dict[str, list[str]]:
    paths = sorted(TEMPLATES.rglob("*.html"))
    return {path.relative_to(TEMPLATES).as_posix(): seam for path in paths if (seam := seams(path.read_text()))}


if __name__ == "__main__":
    for name, places in found().items():
        print(f'templates/{name}: divide by a line, or hold together by {{{{ "" }}}}:', *places, sep="\n  ")
    sys.exit(bool(found()))
