"""Two presses, two tabs, a cancel in the middle: real commits, so a company of its own."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services as cases
from documents import services
from documents.errors import UploadGone
from documents.models import Document, Upload
from documents.sandbox.inspector import inspect
from documents.services import uploads
from documents.storage import storage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW

from . import honest

PART = 5 * 1024 * 1024
CONTENT = honest.PDF.ljust(PART + 100)


@pytest.fixture
def applicant(scratch_company: GridCompany) -> Iterator[User]:
    with inside(scratch_company):
        yield world.person(1)


@pytest.fixture
def upload(applicant: User) -> Upload:
    """Everything is there, nothing is finished."""
    began = services.begin_upload(
        name="план.pdf", size=len(CONTENT), purpose="case:1", fingerprint="1", by=applicant, now=timezone.now()
    )
    for number in (1, 2):
        services.put_part(began, number, CONTENT[(number - 1) * PART : number * PART])
    return Upload.objects.get(pk=began.pk)


def at_once(company: GridCompany, *acts: Callable[[], Any]) -> list[Any]:
    """What each gave or raised."""
    start, answers = threading.Barrier(len(acts)), list[Any](acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        with inside(company):
            start.wait()
            try:
                answers[number] = act()
            except Exception as error:
                answers[number] = error
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_finish_it_at_once(scratch_company: GridCompany, upload: Upload) -> None:
    both = [Upload.objects.select_related("document").get() for _ in range(2)]
    answers = at_once(scratch_company, *(partial(services.finish_upload, one, now=NOW) for one in both))

    assert answers == [Document.objects.get()] * 2


def test_all_parts_come_at_once(scratch_company: GridCompany, applicant: User) -> None:
    began = services.begin_upload(
        name="план.pdf", size=3 * PART, purpose="case:1", fingerprint="2", by=applicant, now=NOW
    )
    content = bytes(PART)
    at_once(scratch_company, *(partial(services.put_part, began, n, content) for n in (1, 2, 3, 3)))

    assert sorted(Upload.objects.get(pk=began.pk).parts) == ["1", "2", "3"]


def test_two_file_it_at_once(scratch_company: GridCompany, applicant: User, upload: Upload) -> None:
    services.finish_upload(upload, now=NOW)
    drafts = [world.draft(applicant) for _ in range(2)]

    def file(case: Any) -> Any:
        return cases.attach(case, Upload.objects.get(pk=upload.pk), title="", by=applicant, key=upload.key, now=NOW)

    answers = at_once(scratch_company, *(partial(file, case) for case in drafts))

    assert sorted(type(answer).__name__ for answer in answers) in (["Entry", "UploadGone"], ["DoesNotExist", "Entry"])
    assert Document.objects.count() == 1


def test_it_is_cancelled_while_it_is_looked_at(
    scratch_company: GridCompany, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:

    def slowly(*args: Any, **kwargs: Any) -> Any:
        found = inspect(*args, **kwargs)
        at_once(scratch_company, lambda: services.cancel_upload(upload))
        return found

    monkeypatch.setattr(uploads, "inspect", slowly)
    with pytest.raises(UploadGone):
        services.finish_upload(upload, now=NOW)

    assert not Document.objects.exists()
    services.sweep_orphans(now=timezone.now() + timedelta(days=2))
    assert not list(storage().listed())


def test_it_is_filed_while_somebody_finishes_it_once_more(
    scratch_company: GridCompany, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer to the first request was lost; the page asked again and went on at once."""
    stale = Upload.objects.get()
    document = services.finish_upload(upload, now=NOW)
    services.keep(document)

    assert services.finish_upload(stale, now=NOW) == document


def test_it_is_swept_while_it_is_filed(scratch_company: GridCompany, upload: Upload) -> None:
    document = services.finish_upload(upload, now=NOW)
    later = timezone.now() + timedelta(days=2)
    filed, _swept = at_once(scratch_company, lambda: services.keep(document), lambda: services.sweep_orphans(now=later))

    assert Document.objects.exists() is not isinstance(filed, UploadGone)
    assert {key for key, _ in storage().listed()} == {
        str(key) for key in Document.objects.values_list("key", flat=True)
    }
