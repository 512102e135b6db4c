"""Two confirmations at once, and a process killed in the middle of one."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.services import codes
from signing import protocols
from signing.models import Protocol, Signature, SignatureRequest
from signing.protocols import examination
from signing.services import simple
from tenancy.company import inside
from tenancy.errors import DomainError
from tenants.models import GridCompany
from tests import world
from tests.signing import by_sms

BURST = 8


def at_once(company: GridCompany, blocker: Any, acts: list[Callable[[], Signature]]) -> list[Any]:
    """What each gave: the number of a signature, or the code of a refusal."""

    def attempt(act: Callable[[], Signature]) -> Any:
        with blocker.unblock(), inside(company):
            try:
                return act().pk
            except DomainError as refusal:
                return refusal.code
            finally:
                connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(attempt, acts))


def person_with_code(company: GridCompany, n: int) -> tuple[User, SignatureRequest, str]:
    with inside(company):
        user = world.person(n)
        request = by_sms.ready(user)
        return user, request, by_sms.send(request, user)


def test_the_right_code_typed_in_eight_tabs_at_once_signs_once(
    scratch_company: GridCompany, django_db_blocker: Any
) -> None:
    user, request, code = person_with_code(scratch_company, 1)

    given = at_once(scratch_company, django_db_blocker, [lambda: by_sms.confirm(request, code, user)] * BURST)
    assert len(set(given)) == 1
    with inside(scratch_company):
        assert Signature.objects.get().pk == given[0]
        assert Protocol.objects.get().number == 1


def test_people_who_sign_at_once_leave_no_gap_in_the_numbers(
    scratch_company: GridCompany, django_db_blocker: Any
) -> None:
    ready = [person_with_code(scratch_company, n) for n in range(1, BURST + 1)]

    def act(user: User, request: SignatureRequest, code: str) -> Callable[[], Signature]:
        return lambda: by_sms.confirm(request, code, user)

    at_once(scratch_company, django_db_blocker, [act(*one) for one in ready])
    with inside(scratch_company):
        assert list(Protocol.objects.values_list("number", flat=True)) == list(range(1, BURST + 1))
        assert list(examination.faults(now=timezone.now())) == []


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child does nothing but this one thing
@pytest.mark.parametrize(
    ("module", "step"),
    [
        (codes, "spend_try"),
        (simple, "read_digests"),
        (protocols, "next_in_chain"),
        (simple, "keep"),
        (Protocol.objects, "create"),
    ],
    ids=["before the code is compared", "before the file is read", "before the seal", "before it is saved", "at last"],
)
def test_a_process_killed_at_any_step_leaves_nothing_half_signed(
    scratch_company: GridCompany, monkeypatch: pytest.MonkeyPatch, module: Any, step: str
) -> None:
    user, request, code = person_with_code(scratch_company, 1)

    killed = os.fork()
    if not killed:
        connection.connection = None  # that of the parent is not ours to close
        monkeypatch.setattr(module, step, lambda *args, **kwargs: os._exit(9))
        with inside(scratch_company):
            by_sms.confirm(request, code, user)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(killed, 0)[1]) == 9

    with inside(scratch_company):
        request.refresh_from_db()
        assert (request.state, Signature.objects.count()) == (SignatureRequest.State.AVAILABLE, 0)
        assert by_sms.confirm(request, code, user).status == "valid"  # the same code: nothing was spent
        assert Protocol.objects.get().number == 1
        assert list(examination.faults(now=timezone.now())) == []
