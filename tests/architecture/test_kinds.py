"""`cases` knows none of the kinds that stand on it: their folders could be deleted."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = [ROOT / "cabinet" / "cases", ROOT / "templates" / "cases", ROOT / "templates" / "letters"]
OF_A_KIND = re.compile(
    r"application_\w+|enquiry_(?!statuses)\w+|case\.(application|enquiry)\b|cabinet\.(applications|enquiries)"
)


def test_no_kind_is_named_where_all_kinds_are_served() -> None:
    files = [file for place in PLACES for file in place.rglob("*") if file.suffix in {".py", ".html", ".txt"}]
    named = {
        f"{file.relative_to(ROOT)}: {found[0]}"
        for file in files
        if "migrations" not in file.parts
        for found in OF_A_KIND.finditer(file.read_text("utf-8"))
    }

    assert named == set()
