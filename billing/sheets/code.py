"""The payment code as a picture: in a PDF as rectangles, on a page as SVG. Level M, a quiet zone of four modules."""

from collections.abc import Iterator
from io import BytesIO

import segno

QUIET = 4  # modules around the code that stay empty (ISO/IEC 18004)
# Every reader takes any of the eight masks. Trying them all takes four fifths of the time, so one is given: it suits
# words better than those that make stripes, because it breaks both rows and columns.
MASK = 7


def _made(words: bytes) -> segno.QRCode:
    return segno.make(words, error="m", mode="byte", micro=False, boost_error=False, mask=MASK)


def bars(words: bytes) -> tuple[int, Iterator[tuple[int, int, int]]]:
    """The side in modules without the quiet zone; the dark runs of its rows: from the left, from the top, length."""
    matrix = _made(words).matrix
    return len(matrix), _runs(matrix)


def _runs(matrix: tuple[bytearray, ...]) -> Iterator[tuple[int, int, int]]:
    for top, row in enumerate(matrix):
        start = None
        for left, module in enumerate([*row, 0]):
            if module and start is None:
                start = left
            elif not module and start is not None:
                yield start, top, left - start
                start = None


def svg(words: bytes, *, title: str) -> str:
    """An `<svg>` for a page. It has no inline style, so a strict content policy lets it through."""
    out = BytesIO()
    _made(words).save(
        out, kind="svg", border=QUIET, xmldecl=False, svgns=True, title=title, omitsize=True, dark="#000", light="#fff",
        svgclass="payment-code", lineclass=None,
    )  # fmt: skip
    return out.getvalue().decode()
