"""What is decided of a case. Every verb records itself in the feed and in the audit and tells the other side."""

from .annulment import annul, propose_annulment, reject_proposal
from .refusal import refuse, said_of_refusal
from .reversal import undo

__all__ = ["annul", "propose_annulment", "refuse", "reject_proposal", "said_of_refusal", "undo"]
