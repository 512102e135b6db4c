"""The public stages of an application: told from facts by the rule pack, in each edition of each pack."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import cast

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.applications.progress import PublicLine, State, happened, progress
from cabinet.applications.proofs import progress_of, proofs_of
from cabinet.cases import services
from cabinet.cases.models import Case, Entry
from cabinet.rules.pack import Event, Pack, PublicStage
from cabinet.rules.packs import PACKS, editions, load
from tests import world
from tests.moment import NOW
from tests.world import words

EDITIONS = [load(code, edition) for code in PACKS.values() for edition in editions(code)]
Queries = Callable[[], AbstractContextManager[list[str]]]
LATER = NOW + timedelta(days=3)


def event_of(pack: Pack, code: str) -> Event:
    return next(event for event in pack.events if event.code == code)


def line_of(lines: list[PublicLine], number: str) -> PublicLine:
    return next(line for line in lines if line.number == number)


STAGES = [
    pytest.param(pack, stage, id=f"{pack.code}/{pack.valid_from}-{stage.number}")
    for pack in EDITIONS
    for stage in pack.public_stages
]
PROOFS = [
    pytest.param(pack, stage, proof, id=f"{pack.code}/{pack.valid_from}-{stage.number}-{proof}")
    for pack in EDITIONS
    for stage in pack.public_stages
    for proof in event_of(pack, stage.event).evidence
    if not event_of(pack, stage.event).together
]


@pytest.mark.parametrize(("pack", "stage"), STAGES)
def test_nothing_is_done_that_nothing_proves(pack: Pack, stage: PublicStage) -> None:
    line = line_of(progress(pack, {}), stage.number)

    assert (line.title, line.state, line.said, line.on) == (stage.title, State.NOT_DONE, "не выполнено", None)


@pytest.mark.parametrize(("pack", "stage", "proof"), PROOFS)
def test_each_kind_of_evidence_does_its_stage(pack: Pack, stage: PublicStage, proof: str) -> None:
    line = line_of(progress(pack, {proof: LATER}, number="77"), stage.number)

    assert (line.state, line.on) == (State.DONE, LATER.date())
    registration = ", №\u00a077" if proof in {"submitted", "registered"} else ""
    assert line.said == ("16.03.2026" + registration if stage.shows == "date" else "выполнено")
    assert "16.03.2026" in line.said_with_date


@pytest.mark.parametrize(("pack", "stage"), [case for case in STAGES if cast(PublicStage, case.values[1]).begins])
def test_works_go_on_from_the_contract_until_they_are_done(pack: Pack, stage: PublicStage) -> None:
    begun = dict.fromkeys(event_of(pack, str(stage.begins)).evidence, NOW)

    assert line_of(progress(pack, begun), stage.number).said == "в стадии выполнения"
    assert line_of(progress(pack, begun, is_over=True), stage.number).said == "не выполнено"


def test_together_means_all_of_it_and_the_last_moment_counts() -> None:
    event = Event(code="draft_sent", title="Направлено", evidence=("sent:contract", "sent:conditions"), together=True)

    assert happened(event, {"sent:contract": NOW}) is None
    assert happened(event, {"sent:contract": NOW, "sent:conditions": LATER}) == LATER
    assert happened(event.model_copy(update={"together": False}), {"sent:conditions": LATER}) == LATER


def test_a_day_is_that_of_the_company() -> None:
    nearly_midnight = datetime.fromisoformat("2026-03-13T22:30:00+00:00")

    assert progress(EDITIONS[0], {"submitted": nearly_midnight})[0].said == "14.03.2026"


# What a feed proves.


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


def lines_of(case: Case) -> dict[str, str]:
    case.refresh_from_db()
    return {line.number: line.said for line in progress_of([case])[case.pk]}


def placed(case: Case, code: str, *, by: User) -> Entry:
    document = case.rules.company_document(code)
    assert document is not None
    return services.add_document(
        case, world.pdf(), title=document.title, comment="", by=by, key=uuid.uuid4(), now=timezone.now()
    )


def registered(case: Case, by: User, *, number: str = "", status: str = "") -> Case:
    case.refresh_from_db()
    return services.register(
        case, number=number or case.number, status=status, assignee=by, version=case.version, by=by, now=timezone.now()
    )


def test_a_new_application_has_been_received_and_nothing_else(case: Case) -> None:
    told = lines_of(case)

    assert told.pop("1") == "13.03.2026"
    assert set(told.values()) == {"не выполнено"}


def test_the_whole_way(case: Case, administrator: User) -> None:
    today = f"{timezone.localdate():%d.%m.%Y}"
    registered(case, administrator, number="77")
    assert lines_of(case)["1"] == "13.03.2026, №\u00a077"

    placed(case, "contract", by=administrator)
    assert lines_of(case)["2"] == today

    for status in ("Заявка на рассмотрении сетевой организацией", "Ожидает оплаты", "Исполнение договора ТП"):
        registered(case, administrator, status=status)
    assert (lines_of(case)["3"], lines_of(case)["4"]) == (today, "в стадии выполнения")

    registered(case, administrator, status="Мероприятия сетевой организации выполнены")
    assert (lines_of(case)["4"], lines_of(case)["5"]) == ("выполнено", "не выполнено")

    registered(case, administrator, status="Напряжение подано")
    assert lines_of(case)["5"] == "выполнено"

    for number, code in (("6.1", "act_connection"), ("6.2", "act_balance"), ("6.3", "act_operation")):
        assert lines_of(case)[number] == "не выполнено"
        placed(case, code, by=administrator)
        assert lines_of(case)[number] == "выполнено"


def test_a_line_of_status_in_the_feed_is_evidence_too(case: Case, administrator: User) -> None:
    services.add_status(case, text="Напряжение подано", by=administrator, key=uuid.uuid4(), now=timezone.now())

    assert lines_of(case)["5"] == "выполнено"


def test_own_words_prove_nothing(case: Case, administrator: User) -> None:
    services.add_status(case, text="Напряжение почти подано", by=administrator, key=uuid.uuid4(), now=timezone.now())
    services.add_document(
        case, world.pdf(), title="Акт, черновик", comment="", by=administrator, key=uuid.uuid4(), now=timezone.now()
    )

    assert set(lines_of(case).values()) == {"13.03.2026", "не выполнено"}


def test_a_withdrawn_document_proves_nothing(case: Case, administrator: User) -> None:
    act = placed(case, "act_balance", by=administrator)
    services.withdraw_entry(act, reason="Не тот акт", by=administrator, now=timezone.now())
    assert lines_of(case)["6.2"] == "не выполнено"

    placed(case, "act_balance", by=administrator)
    assert lines_of(case)["6.2"] == "выполнено"


def test_an_applicant_cannot_prove_what_the_company_does(case: Case, applicant: User) -> None:
    placed(case, "act_balance", by=applicant)
    assert lines_of(case)["6.2"] == "не выполнено"

    assert not [name for name in proofs_of([case])[case.pk] if name.endswith(":act_balance")]


def test_of_a_number_that_was_changed_the_last_day_counts(case: Case, administrator: User) -> None:
    registered(case, administrator, number="123")
    registered(case, administrator, number="12")
    last = case.entries.filter(kind=Entry.Kind.STATUS).latest("placed_at")

    case.refresh_from_db()
    assert proofs_of([case])[case.pk]["registered"] == last.placed_at


def test_one_query_for_any_number_of_applications(applicant: User, administrator: User, queries: Queries) -> None:
    cases = [world.application(applicant) for _ in range(4)]
    for case in cases:
        placed(case, "act_balance", by=administrator)

    with queries() as asked:
        told = progress_of(cases)

    assert len(asked) == 1
    assert {line_of(told[case.pk], "6.2").state for case in cases} == {State.DONE}


def test_both_sides_see_the_stages_on_the_card(
    case: Case, administrator: User, applicant_client: Client, administrator_client: Client
) -> None:
    placed(case, "act_operation", by=administrator)
    day = f"{timezone.localdate():%d.%m.%Y}"

    for client in (applicant_client, administrator_client):
        shown = words(client.get(case.get_absolute_url()))
        assert "Акт разграничения эксплуатационной ответственности сторон" in shown
        assert f"выполнено, {day}" in shown


def test_a_message_has_no_stages(applicant: User, applicant_client: Client) -> None:
    enquiry = world.enquiry(applicant)

    assert "Стадии и даты" not in words(applicant_client.get(enquiry.get_absolute_url()))
