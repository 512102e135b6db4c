"""Two connections save the same thing in the same moment: one is written, the other one is asked."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts import services as accounts
from accounts.models import ConsentText, StaffRole, User
from accounts.versions import ChangedMeanwhile, version_of
from cabinet.applicants import services as applicants
from cabinet.catalogue import services as catalogue
from cabinet.catalogue.models import DocumentName
from cabinet.company import services as company
from cabinet.pages import services as pages
from cabinet.pages.models import Slot
from cabinet.pages.queries import current
from cabinet.representatives import services as representatives
from tenancy.company import inside
from tenants import services as tenants
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW

Save = Callable[[int, User], object]


@pytest.fixture
def pair(scratch_company: GridCompany, django_db_blocker: Any) -> Iterator[list[User]]:
    with django_db_blocker.unblock(), inside(scratch_company):
        yield [world.staff(n) for n in (1, 2)]


def settings() -> Save:
    seen = version_of({"tagline": ""})
    return lambda n, by: company.change({"tagline": f"Текст {n}"}, seen=seen, by=by, now=NOW)


def text() -> Save:
    newest = current(Slot.HOME)
    seen = version_of({"text": newest.html if newest else ""})
    return lambda n, by: pages.publish(Slot.HOME, text=f"<p>{n}</p>", seen=seen, by=by, now=NOW)


def name() -> Save:
    made = catalogue.keep(DocumentName(title="План"), by=User.objects.earliest("pk"), now=NOW)
    seen = version_of(catalogue.values_of(made))

    def save(n: int, by: User) -> None:
        mine = DocumentName.objects.get(pk=made.pk)
        mine.title = f"План {n}"
        catalogue.keep(mine, seen=seen, by=by, now=NOW)

    return save


def role() -> Save:
    person = world.staff(3, StaffRole.SPECIALIST)
    seen = version_of({"staff_role": person.staff_role})
    roles = [StaffRole.OBSERVER, StaffRole.SIGNER]
    return lambda n, by: accounts.change_staff_role(person, role=roles[n], seen=seen, by=by, now=NOW)


def invitation() -> Save:
    roles = [StaffRole.OBSERVER, StaffRole.SIGNER]
    return lambda n, by: accounts.invite(email="zoya@example.ru", staff_role=roles[n], seen="0", by=by, now=NOW)


def data() -> Save:
    """Nothing was told yet: there is no row of the details to lock."""
    applicant = world.applicant_of(world.person(1))
    seen = version_of({"bank_name": ""})
    return lambda n, by: applicants.change_data(
        applicant, answers={"bank_name": f"Банк {n}"}, seen=seen, by=by, now=NOW
    )


def mandate() -> Save:
    applicant, scopes = world.applicant_of(world.person(21)), ["read", "file"]
    until = world.timezone.localdate()
    return lambda n, by: representatives.invite(
        applicant, email="oleg@example.ru", scope=scopes[n], until=until, upload=world.pdf(), seen="0", by=by,
        now=world.timezone.now(),
    )  # fmt: skip


def reason_to_block() -> Save:
    applicant = world.applicant_of(world.person(22))
    seen = version_of({"reason": ""})
    return lambda n, by: applicants.block(applicant, reason=f"Причина {n}", seen=seen, by=by, now=NOW)


def consent() -> Save:
    kind = ConsentText.Kind.PERSONAL_DATA
    seen = version_of({"body": ConsentText.objects.current().get(kind=kind).body})
    return lambda n, by: accounts.draft_text(kind, body=f"Черновик {n}", seen=seen, by=by, now=NOW)


def room() -> Save:
    here: GridCompany = connection.tenant  # type: ignore[attr-defined]
    seen = version_of({"storage_gb": here.storage_gb})
    return lambda n, by: tenants.give_storage(here, gigabytes=200 + n, seen=seen, by=by, now=NOW)


KINDS = [settings, text, name, role, invitation, data, mandate, reason_to_block, consent, room]


def test_one_is_written_and_the_other_is_asked(
    scratch_company: GridCompany, pair: list[User], django_db_blocker: Any
) -> None:
    def strike(save: Save, ready: Barrier, n: int) -> bool:
        with django_db_blocker.unblock(), inside(scratch_company):
            try:
                ready.wait()
                save(n, pair[n])
            except ChangedMeanwhile:
                return False
            finally:
                connection.close()
            return True

    outcome = {}
    for kind in KINDS:  # one company for all of them: it is dear to open
        act = partial(strike, kind(), Barrier(2))
        with ThreadPoolExecutor(2) as pool:
            outcome[kind.__name__] = sorted(pool.map(act, (0, 1)))

    assert outcome == {kind.__name__: [False, True] for kind in KINDS}
