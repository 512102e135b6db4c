"""What can be done with suppliers, and what a supplier does."""

from .admission import add_supplier, block_supplier, change_supplier, unblock_supplier
from .choice import choose_supplier
from .placement import Terms, place_contract

__all__ = [
    "Terms",
    "add_supplier",
    "block_supplier",
    "change_supplier",
    "choose_supplier",
    "place_contract",
    "unblock_supplier",
]
