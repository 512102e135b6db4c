"""A QR code as inline SVG: no file that could be cached, and no inline style that the CSP forbids."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode import QRCode

BORDER = 4  # modules of white around it, as the standard asks


def svg(text: str, *, title: str) -> SafeString:
    code = QRCode(border=BORDER)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    # White and black in every theme, because cameras need the contrast.
    return format_html(
        '<svg width="240" height="240" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>',
        len(rows),
        title,
        dark,
    )
