"""What the product is built of may be used in a commercial service, and is listed."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORBIDDEN = re.compile(r"(?<!L)(?<!Lesser )\b(AGPL|GPL|SSPL|BUSL|GNU General Public|Affero)", re.IGNORECASE)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def rows() -> list[list[str]]:
    text = (ROOT / "docs" / "third-party.md").read_text("utf-8")
    table = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_every_locked_package_is_listed_with_its_licence() -> None:
    """`make licences` makes the list anew."""
    locked = re.findall(r"^([\w.-]+)==\S+", (ROOT / "requirements" / "run.txt").read_text("utf-8"), re.MULTILINE)
    listed = {canonical(name) for name, *_rest in rows()}

    # Some are for other systems or versions of Python than the one on which the list was made.
    assert listed <= {canonical(name) for name in locked}
    assert len(listed) >= len(locked) * 0.8
    assert all(licence and licence != "UNKNOWN" for _name, _version, licence, *_rest in rows())


def test_no_licence_forbids_a_closed_service() -> None:
    assert [row[0] for row in rows() if FORBIDDEN.search(row[2])] == []
