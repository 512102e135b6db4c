"""How people read what rests on a point of the act. What no source settles is never passed off as law.

Staff read the point and what a lawyer has to check. Anybody else reads the point that the company recalls as its
opinion, and no point at all where nobody settles it.
"""

from typing import Protocol


class Marked(Protocol):
    """A part of a rule pack, or what was counted by one."""

    @property
    def point(self) -> str: ...
    @property
    def mark(self) -> str: ...
    @property
    def needs_lawyer(self) -> bool: ...


MARKS = {
    "S": "источник прочитан",
    "S2": "из вторых рук",
    "R": "по памяти",
    "OLD": "из редакции, которая утратила силу",
    "N": "решает юрист",
}
UNSETTLED = "требует проверки юристом"
OPINION = "по мнению сетевой организации"


def cited(rule: Marked) -> str:
    """«п. 105», «19 «л» ПП № 24», «решение сетевой организации»."""
    return rule.point if "ПП" in rule.point or not rule.point[:1].isdigit() else f"п. {rule.point}"


def in_full(rule: Marked) -> str:
    """«пункт 105», in the middle of a sentence."""
    return cited(rule).replace("п. ", "пункт\N{NO-BREAK SPACE}", 1)


def for_applicants(rule: Marked) -> str:
    """«пункт 105», «пункт 14, по мнению сетевой организации»; empty where nobody settles it."""
    if rule.mark == "N":
        return ""
    return f"{in_full(rule)}, {OPINION}" if rule.needs_lawyer else in_full(rule)


def for_staff(rule: Marked) -> str:
    """«пункт 14, по памяти: требует проверки юристом»."""
    return f"{in_full(rule)}, {MARKS[rule.mark]}: {UNSETTLED}" if rule.needs_lawyer else in_full(rule)


def softened(text: str, rule: Marked, *, for_staff: bool) -> str:
    """Words of the pack that rest on a point: who one is, what it costs, when a document is needed."""
    if not rule.needs_lawyer:
        return text
    return f"{text} ({UNSETTLED})" if for_staff else f"{text} ({OPINION})"
