from .draft import copy, draft, start
from .steps import step

__all__ = ["copy", "draft", "start", "step"]
