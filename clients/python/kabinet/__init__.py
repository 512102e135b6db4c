"""A client of the API of «Сетевой кабинет». The command is `kabinet`; programs use `Cabinet`."""

from .cabinet import Cabinet
from .errors import KabinetError, NoConnection, Problem

__all__ = ["Cabinet", "KabinetError", "NoConnection", "Problem"]
