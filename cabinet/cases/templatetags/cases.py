"""What templates ask of the kinds of case."""

from django import template

from cabinet.rules.packs import current_pack

from ..kinds import Start, all_kinds

register = template.Library()


@register.simple_tag
def starts() -> list[Start]:
    """The buttons with which an applicant begins a case, one for each kind."""
    return [kind.start(current_pack()) for kind in all_kinds()]


@register.simple_tag
def message_start() -> Start | None:
    """The button with which an applicant writes to the company about no case."""
    return next((kind.start(current_pack()) for kind in all_kinds() if kind.is_message), None)
