"""What cases ask of the rooms above them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tenancy.port import Port

if TYPE_CHECKING:
    from accounts.models import User
    from cabinet.rules.pack import MadeDocument

    from .models import Case, Entry

paper_wanted: "Port[[Case, MadeDocument, User, UUID, datetime, Mapping[str, Any], bool], None]" = Port(
    "Have a document of the rule pack made: of which case, which one, by whom, once for which key, when, with what "
    "words, and whether the company signs it"
)
placed_together: "Port[[Entry], Sequence[Entry]]" = Port(
    "The documents that the applicant is to see in one moment with this one, which has just been signed: it and, where "
    "it belongs to an offer, the others of the offer"
)
paper_drawn: "Port[[Case, MadeDocument, User, datetime, Mapping[str, Any]], tuple[bytes, str]]" = Port(
    "Draw a document of the rule pack without filing it, to be looked at before it is sent: its bytes and its file name"
)
paper_taken_back: "Port[[Case, UUID], str]" = Port(
    "With what reason the decision of which a document tells was undone before the document was made; empty: it stands"
)
clock: "Port[[Case, datetime], None]" = Port(
    "Count the terms of a submitted case anew, after a fact that may move them: of which case, when"
)
