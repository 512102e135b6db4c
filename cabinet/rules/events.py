"""Sentences of the journal."""

from audit import texts

from .amendments import amendments
from .packs import current_pack


def _titled(code: str) -> str:
    """What a decision is about, as people know it; the code where nothing bears it any more."""
    pack = current_pack()
    for row in reversed(amendments()):
        if row.code == code and (title := row.value.get("label") or row.value.get("title")):
            return f"«{title}»"
    named = {question.code: question.label for question in pack.questions}
    named |= {attachment.code: attachment.title for attachment in pack.attachments}
    named |= {status.code: status.label for status in (*pack.statuses, *pack.enquiry_statuses)}
    return f"«{named[code]}»" if code in named else code


texts.register(
    {"rules.amended": "Правила организации: {what} {code}, действует с {day}"},
    said={"code": _titled, "day": texts.day},
)
