from .page import act, contract

__all__ = ["act", "contract"]
