"""A submission is one act: one record of the feed with the moment of submission, its files folded when many."""

import csv
import io
import re
import uuid
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from accounts.models import User
from cabinet.applications.kind import APPLICATION
from cabinet.cases import services
from cabinet.cases.feed.submission import title_of
from cabinet.cases.models import Case
from documents.models import Document
from signing.models import SignatureRequest
from tenants.queries import forget_hosts
from tests import world
from tests.moment import NOW
from tests.world import words
from ui.words import with_time

SUBMITTED = NOW + timedelta(days=1)


def filed(applicant: User, files: int) -> Case:
    """A draft of yesterday, submitted today."""
    case = world.draft(applicant)
    for n in range(files):
        services.attach(case, world.pdf(f"скан {n}.pdf"), title=f"Лист {n}", by=applicant, key=uuid.uuid4(), now=NOW)
    return services.submit(case, by=applicant, now=SUBMITTED)


def feed(page: str) -> str:
    return page[page.index('id="feed-entries"') : page.index('<aside class="stack')]


@pytest.mark.parametrize("side", ["applicant", "administrator"])
def test_nineteen_files_are_one_record_with_the_moment_of_submission(
    side: str, applicant: User, applicant_client: Client, administrator_client: Client
) -> None:
    case = filed(applicant, 19)
    client = {"applicant": applicant_client, "administrator": administrator_client}[side]

    page = feed(words(client.get(f"/cases/{case.pk}/")))

    assert page.count('class="entry"') == 1
    assert "Заявка подана, 19 файлов" in page
    assert with_time(localtime(SUBMITTED)) in page
    assert with_time(localtime(NOW)) not in page
    folded = page[page.index("<details") : page.index("</details>")]
    for entry in case.entries.all():
        assert f'id="entry-{entry.pk}"' in folded
        assert f'href="/documents/{entry.pk}/"' in folded
        own = side == "applicant"
        assert (f'href="/entries/{entry.pk}/withdraw/"' in folded) is own
        assert (f'href="/documents/{entry.pk}/sign/"' in folded) is own


@pytest.mark.parametrize(
    ("files", "said"),
    [(0, "Заявка подана"), (1, "Заявка подана, 1 файл"), (2, "Заявка подана, 2 файла"), (5, "Заявка подана, 5 файлов"),
     (11, "Заявка подана, 11 файлов"), (21, "Заявка подана, 21 файл"), (32, "Заявка подана, 32 файла")],
)  # fmt: skip
def test_files_are_counted_in_russian(files: int, said: str) -> None:
    assert title_of(Case(kind=APPLICATION), files).replace("\u00a0", " ") == said


def test_few_files_stand_open_and_a_submission_without_files_is_told_too(
    applicant: User, applicant_client: Client
) -> None:
    few, none = filed(applicant, 3), filed(applicant, 0)

    assert "<details" not in feed(words(applicant_client.get(f"/cases/{few.pk}/")))
    assert "Заявка подана" in feed(words(applicant_client.get(f"/cases/{none.pk}/")))


def test_a_message_is_sent_with_its_files_as_one_record(applicant: User, administrator_client: Client) -> None:
    case = world.enquiry(applicant, "Как подать заявку?")

    page = feed(words(administrator_client.get(f"/cases/{case.pk}/")))

    assert page.count('class="entry"') == 1
    assert "Сообщение отправлено" in page
    assert "Как подать заявку?" in page


def test_each_file_keeps_what_is_known_of_it(applicant: User, applicant_client: Client) -> None:
    case = filed(applicant, 4)
    second = case.entries.order_by("pk")[1]
    Document.objects.filter(file_name="скан 0.pdf").update(scan=Document.Scan.INFECTED)
    services.withdraw_entry(second, reason="не тот лист", by=applicant, now=SUBMITTED)

    page = feed(words(applicant_client.get(f"/cases/{case.pk}/")))

    assert "Файл не прошёл проверку на вирусы" in page
    assert re.search(r"Документ «Лист 1» отозван .+ Причина: не тот лист", page)
    assert f'href="/documents/{second.pk}/"' not in page


def test_what_has_to_be_signed_is_not_folded_away(applicant: User, applicant_client: Client) -> None:
    case = filed(applicant, 4)
    applicant_client.post(f"/documents/{case.entries.earliest('pk').pk}/sign/", {"read": "on", "agree": "on"})
    assert SignatureRequest.objects.exists()

    page = feed(words(applicant_client.get(f"/cases/{case.pk}/")))

    assert "<details" not in page
    assert "Ожидается подписание документа" in page


@pytest.mark.parametrize(
    ("show", "is_there"), [("", True), ("documents", True), ("messages", False), ("statuses", False)]
)
def test_the_filter_of_the_feed_finds_it_by_what_it_holds(
    show: str, is_there: bool, applicant: User, applicant_client: Client
) -> None:
    case = filed(applicant, 1)

    assert ("Заявка подана" in feed(words(applicant_client.get(f"/cases/{case.pk}/?show={show}")))) is is_there


def test_it_stands_at_the_end_of_a_long_feed(
    applicant: User, administrator: User, administrator_client: Client
) -> None:
    case = filed(applicant, 19)
    for n in range(51):
        services.add_status(
            case, text=f"шаг {n}", by=administrator, key=uuid.uuid4(), now=SUBMITTED + timedelta(hours=n)
        )

    first, last = (feed(words(administrator_client.get(f"/cases/{case.pk}/?page={page}"))) for page in (1, 2))

    assert "Заявка подана" not in first
    assert "Заявка подана, 19 файлов" in last


def test_the_archive_tells_of_it_in_the_same_words(applicant: User, applicant_client: Client) -> None:
    case = filed(applicant, 2)
    answer: Any = applicant_client.get(f"/cases/{case.pk}/archive/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    moment = with_time(localtime(SUBMITTED))
    assert f"Заявка подана, 2 файла: {moment}" in archive.read("index.html").decode().replace("\u00a0", " ")
    rows = list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig")), delimiter=";"))
    assert {row[rows[0].index("Дата")] for row in rows[1:]} == {moment}


def test_a_card_costs_the_same_at_one_file_and_at_nineteen(
    applicant: User, applicant_client: Client, administrator_client: Client,
    queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:  # fmt: skip
    cases: list[Any] = [filed(applicant, 1), filed(applicant, 19)]

    for client in (applicant_client, administrator_client):
        costs = []
        for case in cases:
            forget_hosts()
            client.get(f"/cases/{case.pk}/")
            with queries() as asked:
                assert client.get(f"/cases/{case.pk}/").status_code == 200
            costs.append(len(asked))
        assert costs[0] == costs[1] <= 14
