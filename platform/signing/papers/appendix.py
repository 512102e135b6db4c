"""A script for the sandbox: a copy of a hostile PDF with a sheet of ours after its last page.

    appendix.py ORIGINAL SHEET RESULT

Ends with RESTRICTED or SIGNED where a copy may not or must not be made, with 1 when the PDF is locked, broken or too
long.
"""

import secrets
import sys

import pikepdf

MOST_PAGES = 2000
RESTRICTED = 3  # its author forbids to add pages
SIGNED = 4  # a signature inside it would be broken by a page more


def main(original: str, sheet: str, result: str) -> None:
    with pikepdf.open(original) as copy, pikepdf.open(sheet) as last:
        if not copy.allow.modify_assembly:
            sys.exit(RESTRICTED)
        if _is_signed(copy):
            sys.exit(SIGNED)
        if not 0 < len(copy.pages) <= MOST_PAGES:
            sys.exit("no pages, or too many")
        copy.pages.extend(last.pages)
        copy.save(result, encryption=_same_restrictions(copy) if copy.is_encrypted else False)


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    return any(isinstance(item, pikepdf.Dictionary) and "/ByteRange" in item for item in pdf.objects)


def _same_restrictions(pdf: pikepdf.Pdf) -> pikepdf.Encryption:
    """What the author forbids is forbidden in the copy too: nobody knows the password that would allow it."""
    return pikepdf.Encryption(owner=secrets.token_hex(16), user="", allow=pdf.allow)


if __name__ == "__main__":
    main(*sys.argv[1:])
