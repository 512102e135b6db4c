"""A script for the sandbox: a copy of a hostile PDF with a sheet of ours after its last page.

    appending.py ORIGINAL SHEET RESULT

Ends with 1 when the PDF is encrypted, broken or too long.
"""

import sys

from pypdf import PdfReader, PdfWriter

MOST_PAGES = 2000


def main(original: str, sheet: str, result: str) -> None:
    reader = PdfReader(original)
    if reader.is_encrypted:
        sys.exit("encrypted")
    if not 0 < len(reader.pages) <= MOST_PAGES:
        sys.exit("no pages, or too many")
    writer = PdfWriter(clone_from=reader)
    writer.append(sheet, import_outline=False)
    writer.write(result)


if __name__ == "__main__":
    main(*sys.argv[1:])
