"""A QR code as the path of a drawing in the page: the policy of contents lets no picture be made of data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Drawn:
    side: int  # in modules
    path: str


def as_path(text: str) -> Drawn:
    from qrcode import QRCode  # loads Pillow, which few pages need

    code = QRCode(border=2)
    code.add_data(text)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Drawn(len(rows), "".join(dark))
