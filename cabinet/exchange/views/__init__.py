from .exports import export
from .imports import bring

__all__ = ["bring", "export"]
