"""A script for the sandbox: it copies a hostile PDF and adds our sheet after the last page.

    appendix.py ORIGINAL SHEET RESULT

It ends with RESTRICTED or SIGNED if no copy may be made, and with 1 if the PDF is locked, damaged or too long.
"""

import secrets
import sys

import pikepdf

MOST_PAGES = 2000
RESTRICTED = 3  # the author forbids adding pages
SIGNED = 4  # a further page would break a signature inside the file


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
    """The restrictions of the original, under a random owner password that nobody knows."""
    return pikepdf.Encryption(owner=secrets.token_hex(16), user="", allow=pdf.allow)


if __name__ == "__main__":
    main(*sys.argv[1:])
