from typing import Any, TypedDict

from tenancy.port import Port


class Letterhead(TypedDict, total=False):
    """What `letters/base.html` knows of the sender. Emails of the platform have no `pack` and no `brand`.

    The types belong to upper layers, which this package must not import.
    """

    company: Any
    pack: Any
    brand: Any


letterhead: Port[[], Letterhead] = Port("Whose email is it? `company`, `pack` and `brand` for `letters/base.html`.")
