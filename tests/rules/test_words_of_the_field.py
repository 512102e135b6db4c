"""A company of heat speaks of heat, one of electricity of electricity: on every page, in every letter and file."""

import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from accounts.models import ConsentText
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.company.context import letterhead
from cabinet.demo import stories
from cabinet.demo.companies import TEPLOSET
from cabinet.rules.packs import current_pack, pack_on
from notifications.models import OutboxMessage
from tenancy.company import in_public, inside
from tenancy.errors import DomainError
from tenants.models import GridCompany
from tests import walk
from ui.html import plain

LETTERS = Path(__file__).parents[2] / "templates/letters"
# «Электронная подпись» and «электронная почта» belong to both.
ELECTRICITY = re.compile(r"присоедин\w+|кВт\w*|электр(?!он)\w*|энергоприн\w*|напряжени\w*|\bТП\b", re.IGNORECASE)
HEAT = re.compile(r"тепл\w*|Гкал\w*|гигакал\w*", re.IGNORECASE)
FOREIGN = {"heat": ELECTRICITY, "electricity": HEAT}
COMPANIES = {"heat": "teploset", "electricity": "gorset"}


@pytest.fixture(scope="module", params=COMPANIES)
def company(request: pytest.FixtureRequest, built_once: None) -> GridCompany:
    with in_public():
        return GridCompany.objects.get(schema_name=COMPANIES[request.param])


@pytest.fixture(scope="module")
def house(company: GridCompany) -> walk.Walk:
    return walk.built(company)


def said(name: str, content: bytes) -> Iterator[str]:
    """The words of a page or a file; of an archive, those of its members and their names."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        archive = zipfile.ZipFile(io.BytesIO(content))
        for member in archive.namelist():
            yield member
            if member.endswith((".html", ".csv", ".txt", ".json", ".docx", "document.xml")):
                yield from said(member, archive.read(member))
    elif not content.startswith(b"%PDF"):
        yield html.unescape(content.decode(errors="replace")).replace("\u00a0", " ")


def foreign(company: GridCompany, text: str) -> list[str]:
    return FOREIGN[company.kind].findall(text)


def test_every_page_and_every_file_speaks_of_its_own_field(
    company: GridCompany, house: walk.Walk, signed_in: Callable[..., Client]
) -> None:
    heard, seen = {}, 0
    for page in house.pages(company, signed_in):
        seen += 1
        if found := [word for text in said(page.path, page.content) for word in foreign(company, text)]:
            heard[page.who, page.path] = found

    assert heard == {}
    assert seen > 150


def test_every_letter_and_sms_speaks_of_its_own_field(company: GridCompany, house: walk.Walk) -> None:
    with inside(company):
        case = Case.objects.get(pk=house.addresses["<int:pk>"])
        for status in (status.label for status in current_pack().statuses):
            if not Case.objects.get(pk=case.pk).is_closed:
                _tries(case, status, house)
        sent = [f"{it.subject}\n{it.text}\n{plain(it.html)}" for it in OutboxMessage.objects.all()]
        names = [path.name.removesuffix(".subject.txt") for path in LETTERS.glob("*.subject.txt")]
        context = {**letterhead(), "subject": "Тема"}
        for name in names:
            sent += [render_to_string(f"letters/{name}.{part}", context) for part in ("subject.txt", "txt", "html")]

    assert len(sent) > 30
    assert [found for text in sent if (found := foreign(company, text))] == []


def _tries(case: Case, status: str, house: walk.Walk) -> None:
    """The company gives this status, if nothing stands in the way of it."""
    fresh = Case.objects.get(pk=case.pk)
    try:
        cases.register(
            fresh, number="1601", status=status, assignee=None, version=fresh.version, by=house.administrator,
            now=timezone.now(),
        )  # fmt: skip
    except DomainError:
        return


def test_what_is_published_and_shown_of_a_person_speaks_of_its_own_field(
    company: GridCompany, house: walk.Walk, signed_in: Callable[..., Client]
) -> None:
    answer = signed_in(house.applicant, company).post("/personal-data/download/")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with inside(company):
        texts = [f"{text.purpose} {text.body}" for text in ConsentText.objects.all()]

    assert json.loads(zipfile.ZipFile(io.BytesIO(data)).read("данные.json"))["applicants"][0]["cases"]
    assert [word for text in [*said("", data), *texts] for word in foreign(company, text)] == []


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_rule_pack_has_no_word_of_the_other_field(kind: str) -> None:
    assert FOREIGN[kind].findall(repr(pack_on(kind, date.today()))) == []


def test_the_demonstration_of_heat_has_no_word_of_electricity() -> None:
    told = [str(word) for word in stories.at_teploset.__code__.co_consts]

    assert ELECTRICITY.findall(" ".join([repr(TEPLOSET.settings), TEPLOSET.name, *told])) == []
