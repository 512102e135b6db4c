"""A case goes on under the rules of the day of its submission, whatever a later edition says."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from cabinet.rules import packs
from tests import world
from tests.world import words

FIRST, SECOND = date(2026, 1, 1), date(2026, 6, 1)
OLD, NEW = "Заявка на рассмотрении сетевой организацией", "Заявка изучается"
BEFORE = datetime(2026, 5, 31, 12, tzinfo=timezone.get_default_timezone())
AFTER = datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def two_editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Of the pack of electricity: the second one, from the first of June, calls a status otherwise."""
    folder = tmp_path / "electricity_861"
    shutil.copytree(packs.HERE / "electricity_861", folder)
    text = (folder / f"{FIRST}.toml").read_text("utf-8")
    (folder / f"{SECOND}.toml").write_text(
        text.replace(OLD, NEW).replace(f"valid_from = {FIRST}", f"valid_from = {SECOND}"), "utf-8"
    )
    monkeypatch.setattr(packs, "HERE", tmp_path)
    forget()
    yield
    forget()


def forget() -> None:
    packs.load.cache_clear()
    packs.editions.cache_clear()


def submitted(applicant: User, now: datetime) -> Case:
    return services.submit(world.draft(applicant), by=applicant, now=now)


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2025, 1, 1), FIRST),  # there is none yet: the first one
        (date(2026, 5, 31), FIRST),
        (date(2026, 6, 1), SECOND),
        (date(2030, 1, 1), SECOND),
    ],
)
@pytest.mark.usefixtures("two_editions")
def test_the_edition_of_a_day(day: date, edition: date) -> None:
    assert packs.pack_on("electricity", day).valid_from == edition


@pytest.mark.usefixtures("two_editions")
def test_a_case_keeps_the_edition_of_its_day(applicant: User, administrator: User) -> None:
    older, newer = submitted(applicant, BEFORE), submitted(applicant, AFTER)

    assert [(case.pack, case.pack_edition) for case in (older, newer)] == [
        ("electricity_861", FIRST),
        ("electricity_861", SECOND),
    ]
    assert [services.status_of(case, Stage.REVIEW).label for case in (older, newer)] == [OLD, NEW]


@pytest.mark.usefixtures("two_editions")
def test_a_status_that_a_later_edition_calls_otherwise_still_moves_an_older_case(
    applicant: User, administrator: User, administrator_client: Client
) -> None:
    case = submitted(applicant, BEFORE)
    services.register(case, number="", status=OLD, assignee=None, version=case.version, by=administrator, now=AFTER)

    case.refresh_from_db()
    assert (case.stage, case.status_code, case.status) == (Stage.REVIEW, "review", OLD)
    assert OLD in words(administrator_client.get(case.get_absolute_url()))


def test_own_words_of_a_specialist_have_no_code(applicant: User, administrator: User) -> None:
    case = world.application(applicant)
    services.register(
        case, number="", status="Ждём главного инженера", assignee=None, version=case.version, by=administrator,
        now=timezone.now(),
    )  # fmt: skip

    case.refresh_from_db()
    assert (case.stage, case.status_code) == (Stage.WAITING, "")
