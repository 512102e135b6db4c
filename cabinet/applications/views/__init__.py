from .category import category
from .draft import copy, draft, start
from .steps import step

__all__ = ["category", "copy", "draft", "start", "step"]
