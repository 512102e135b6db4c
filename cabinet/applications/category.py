"""The category of an application whose answers do not give one: a paper, or a form that was filled elsewhere.

Without a category no term runs, so staff name it from what was attached.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import record
from cabinet.cases import ports
from cabinet.cases.models import Case
from cabinet.cases.services.placement import still_open, take
from cabinet.rules.pack import Category
from ui.words import one_line

from .errors import CategoryIsKnown, CategoryNotPossible, SourceNeeded
from .models import Application
from .standing import may_hold, standing_of

SOURCE_LIMIT = 300


def lacks_category(case: Case) -> bool:
    """Whether neither the answers nor staff have said by which rules a submitted application goes."""
    if case.is_draft or case.is_closed:
        return False
    return case.edition.category(case.application.category) is None and _by_answers(case) is None


def possible_categories(case: Case) -> list[Category]:
    """Those that the answers do not contradict, in the order of the rules."""
    facts = standing_of(case.application).facts
    return [category for category in case.rules.categories if may_hold(category.when, facts)]


@transaction.atomic
def name_category(case: Case, code: str, *, source: str, by: User, now: datetime) -> None:
    """Staff say which category it is and from what that follows. The terms are counted at once, from the submission.

    What staff have named they may name anew. Raises CategoryIsKnown, CategoryNotPossible, SourceNeeded, CaseIsClosed.
    """
    case = still_open(case)
    if _by_answers(case) is not None:
        raise CategoryIsKnown
    category = next((one for one in possible_categories(case) if one.code == code), None)
    if category is None:
        raise CategoryNotPossible
    if not (source := one_line(source, SOURCE_LIMIT)):
        raise SourceNeeded
    Application.objects.filter(pk=case.pk).update(category=category.code)
    take(case, by=by, now=now)
    case.version += 1
    case.save(update_fields=["assignee", "version"])
    record(by, "application.category_named", case, now=now, category=category.title, source=source)
    ports.clock(case, now)


def _by_answers(case: Case) -> Category | None:
    return standing_of(case.application, pack=case.edition).category
