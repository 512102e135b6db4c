from typing import Any

from tenancy.port import Port

letterhead: Port[[], dict[str, Any]] = Port("Whose email is it? `company`, `pack` and `brand` for `letters/base.html`.")
