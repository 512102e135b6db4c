"""After the contract: facts with their dates and documents, changes, and when an application is finished."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from cabinet.applications.completeness import FactsMissing
from cabinet.applications.proofs import progress_of
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from cabinet.contracts import errors, services
from cabinet.contracts.codes import Code
from cabinet.contracts.models import Fact
from cabinet.contracts.queries import contract_of
from cabinet.rules.packs import load
from notifications.models import OutboxMessage
from signing import services as signing
from signing.models import SignatureRequest
from signing.testing.testpki import Pki
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.contracts.acts import Signs, again, codes, draft_sent, fact, offer_sent, paid, signed_by, stated, told
from tests.signing import by_certificate
from tests.world import words

pytestmark = pytest.mark.usefixtures("trusted")
DAY = timedelta(days=1)


@pytest.fixture
def works(plant: Case, administrator: User, company_signs: Signs, owner_signs: Signs) -> Case:
    """400 kW, the contract is signed by both."""
    sent = draft_sent(plant, administrator)
    company_signs(sent)
    owner_signs(sent)
    return again(plant)


@pytest.fixture
def paid_house(house: Case, administrator: User, company_signs: Signs) -> Case:
    """15 kW, the contract is concluded by payment."""
    company_signs(offer_sent(house, administrator))
    paid(again(house), administrator)
    return again(house)


def finish(case: Case, by: User) -> Case:
    case = again(case)
    return cases.register(
        case, number=case.number, status=cases.status_of(case, Stage.CONNECTED).label, assignee=by,
        version=case.version, by=by, now=timezone.now(),
    )  # fmt: skip


def lines(case: Case) -> dict[str, str]:
    return {line.number: line.said for line in progress_of([again(case)])[case.pk]}


def sent(case: Case) -> Fact:
    return fact(case, "sent_to_sign")


def test_a_plant_goes_the_whole_way_by_signatures(
    works: Case, owner: User, administrator: User, company_signs: Signs, owner_signs: Signs
) -> None:
    stated(works, "works_progress", administrator, text="Проложена линия")
    stated(works, "works_progress", administrator, text="Смонтирована подстанция", names=("фото.pdf",))
    stated(works, "works_done", administrator)
    assert lines(works)["4"] == "выполнено"
    stated(works, "conditions_done", owner, text="Кабель, щит", names=("паспорт щита.pdf", "схема.pdf"))
    for code in ("inspected", "meter_admitted", "act_connection", "act_balance", "act_operation"):
        stated(works, code, administrator, names=(f"{code}.pdf",))
        company_signs(sent(works))
        owner_signs(sent(works))
    stated(works, "energised", administrator)

    assert [line for number, line in lines(works).items() if number in {"5", "6.1", "6.2", "6.3"}] == ["выполнено"] * 4
    assert finish(works, administrator).stage == Stage.CONNECTED
    events = [one.event for one in told(again(works))]
    assert {"conditions_done", "inspected", "meter_admitted", "energised", "act_connection"} <= set(events)


def test_a_house_is_finished_by_the_notice_of_the_company(
    paid_house: Case, administrator: User, company_signs: Signs
) -> None:
    with pytest.raises(FactsMissing, match="уведомление"):
        finish(paid_house, administrator)
    stated(paid_house, "notice_placed", administrator, names=("уведомление.pdf",))
    with pytest.raises(FactsMissing):  # nobody has signed it
        finish(paid_house, administrator)
    company_signs(sent(paid_house))

    assert finish(paid_house, administrator).stage == Stage.CONNECTED
    assert "notice_placed" in [one.event for one in told(again(paid_house))]


@pytest.mark.parametrize("left_out", ["energised", "act_connection", "act_balance", "act_operation"])
def test_each_fact_that_the_pack_names_is_needed(
    works: Case, administrator: User, company_signs: Signs, owner_signs: Signs, left_out: str
) -> None:
    procedure = contract_of(works).procedure
    assert procedure is not None
    for code in procedure.completed_by:
        if code in {left_out, "contract_concluded"}:
            continue
        milestone = contract_of(works).milestone(code)
        assert milestone is not None
        stated(works, code, administrator, names=("акт.pdf",) if milestone.files == "must" else ())
        if milestone.signed != "none":
            company_signs(sent(works))
            owner_signs(sent(works))

    with pytest.raises(FactsMissing) as refused:
        finish(works, administrator)
    assert refused.value.missing == [contract_of(works).title_of(left_out)]


def test_the_refusal_stands_beside_the_status(administrator_client: Client, works: Case) -> None:
    answer = administrator_client.post(
        f"/cases/{works.pk}/register/",
        {"number": works.number, "status": "Присоединено", "assignee": "", "version": str(works.version)},
    )
    assert answer.status_code == 422
    assert "Не хватает фактов" in words(answer)
    assert again(works).stage == Stage.PERFORMANCE


def test_an_act_that_the_applicant_has_not_signed_is_no_fact(
    works: Case, administrator: User, company_signs: Signs, owner_signs: Signs
) -> None:
    stated(works, "act_connection", administrator, names=("акт.pdf",))
    company_signs(sent(works))
    assert "act_connection" not in codes(works)
    assert lines(works)["6.1"] == "не выполнено"
    with pytest.raises(errors.SigningAwaited):
        stated(works, "act_connection", administrator, names=("акт.pdf",))
    owner_signs(sent(works))
    assert codes(works).count("act_connection") == 1
    with pytest.raises(errors.RecordedAlready):
        stated(works, "act_connection", administrator, names=("акт.pdf",))


def test_nothing_comes_before_the_contract(plant: Case, house: Case, owner: User, administrator: User) -> None:
    for case, code, by in [
        (plant, "works_progress", administrator),
        (plant, "energised", administrator),
        (plant, "conditions_done", owner),
        (house, "notice_placed", administrator),
    ]:
        with pytest.raises(errors.TooEarlyForFact):
            stated(case, code, by, names=("файл.pdf",), text="Готово")
    assert Fact.objects.count() == 0


def test_dates_that_cannot_be_are_refused(works: Case, administrator: User) -> None:
    with pytest.raises(errors.DateInFuture):
        stated(works, "energised", administrator, on=localdate() + DAY)
    with pytest.raises(errors.DateTooEarly, match="заключён договор"):
        stated(works, "energised", administrator, on=localdate() - DAY)
    assert "energised" not in codes(works)


def test_the_day_of_an_act_is_that_which_was_typed(
    works: Case, administrator: User, company_signs: Signs, owner_signs: Signs
) -> None:
    day = localdate()
    stated(works, "inspected", administrator, on=day, names=("акт.pdf",), now=timezone.now() + 2 * DAY)
    company_signs(sent(works))
    owner_signs(sent(works))
    assert fact(works, "inspected").happened_on == day


def test_what_a_side_may_not_state_it_does_not(works: Case, house: Case, owner: User, administrator: User) -> None:
    for case, code, by in [
        (works, "energised", owner),
        (works, "conditions_done", administrator),
        (works, "notice_placed", administrator),  # of Section X
        (works, "никакой", administrator),
        (house, "conditions_done", administrator),
    ]:
        with pytest.raises(errors.FactUnknown):
            stated(case, code, by, text="Готово", names=("файл.pdf",))


def test_a_fact_that_needs_a_document_is_not_stated_without_one(works: Case, administrator: User, owner: User) -> None:
    with pytest.raises(errors.FileNeeded):
        stated(works, "act_connection", administrator)
    with pytest.raises(errors.TextNeeded):
        stated(works, "works_progress", administrator)
    with pytest.raises(errors.TextNeeded):
        stated(works, "conditions_done", owner, text=" ")


def test_an_inspection_with_remarks_is_repeated(
    works: Case, owner: User, administrator: User, company_signs: Signs, owner_signs: Signs
) -> None:
    now = timezone.now()
    stated(works, "conditions_done", owner, text="Всё готово")
    proposed = services.propose_inspection(
        works, at=now + DAY, text="С ключами", by=administrator, key=uuid.uuid4(), now=now
    )
    with pytest.raises(errors.ConfirmedByOtherSide):
        services.agree_inspection(works, proposed=proposed.pk, by=administrator, key=uuid.uuid4(), now=now)
    other = services.propose_inspection(works, at=now + 2 * DAY, text="", by=owner, key=uuid.uuid4(), now=now)
    with pytest.raises(errors.NothingProposed):  # another was proposed meanwhile
        services.agree_inspection(works, proposed=proposed.pk, by=owner, key=uuid.uuid4(), now=now)
    services.agree_inspection(works, proposed=other.pk, by=administrator, key=uuid.uuid4(), now=now)
    contract = contract_of(again(works))
    assert contract.inspection == other
    assert contract.is_agreed(other)

    for remarks in ("Нет заземления", ""):
        stated(works, "inspected", administrator, names=("акт.pdf",), remarks=remarks)
        company_signs(sent(works))
        owner_signs(sent(works))
        stated(works, "conditions_done", owner, text="Исправлено")
    assert [one.detail("remarks") for one in contract_of(works).all("inspected")] == ["Нет заземления", ""]
    assert contract_of(again(works)).inspection is None


def test_an_inspection_in_the_past_is_refused(works: Case, administrator: User) -> None:
    now = timezone.now()
    with pytest.raises(errors.DateInPast):
        services.propose_inspection(works, at=now - DAY, text="", by=administrator, key=uuid.uuid4(), now=now)


@pytest.mark.parametrize("change", [Code.AMENDED, Code.APPLICANT_CHANGED, Code.TERMINATED])
def test_a_change_is_a_fact_when_both_have_signed_it(
    works: Case, administrator: User, company_signs: Signs, owner_signs: Signs, change: Code
) -> None:
    asked: dict[str, Any] = {"text": "Срок до мая", "whom": "ООО «Новая»", "by": administrator, "now": timezone.now()}
    change_sent = services.send_change(works, change, world.pdf("соглашение.pdf"), key=uuid.uuid4(), **asked)
    with pytest.raises(errors.SigningAwaited):
        services.send_change(works, change, world.pdf("ещё.pdf"), key=uuid.uuid4(), **asked)
    company_signs(change_sent)
    assert change not in codes(works)
    owner_signs(change_sent)

    assert codes(works).count(change) == 1
    assert fact(works, change).text == "Срок до мая"
    case = again(works)
    is_ended = change == Code.TERMINATED
    assert (case.stage == Stage.WITHDRAWN) == is_ended
    assert (case.status == "Договор расторгнут") == is_ended
    if is_ended:
        assert [one.event for one in told(case)][-1] == "terminated"


def test_what_is_not_concluded_is_not_changed(plant: Case, administrator: User) -> None:
    with pytest.raises(errors.NotConcluded):
        services.send_change(
            plant, Code.AMENDED, world.pdf(), text="Срок", by=administrator, key=uuid.uuid4(), now=timezone.now()
        )


def test_an_agreement_that_is_declined_changes_nothing(
    works: Case, owner: User, administrator: User, company_signs: Signs
) -> None:
    change = services.send_change(
        works, Code.AMENDED, world.pdf(), text="Цена", by=administrator, key=uuid.uuid4(), now=timezone.now()
    )
    company_signs(change)
    document = Entry.objects.get(pk=change.documents[0]).document_id
    request = SignatureRequest.objects.get(document=document, side="applicant")
    signing.decline(request, reason="Дорого", by=owner, now=timezone.now())

    assert Code.AMENDED not in codes(works)
    assert again(works).stage == Stage.PERFORMANCE
    services.send_change(
        works, Code.AMENDED, world.pdf(), text="Дешевле", by=administrator, key=uuid.uuid4(), now=timezone.now()
    )


def test_letters_to_both_sides_carry_no_words_that_people_have_typed(
    works: Case, owner: User, administrator: User
) -> None:
    OutboxMessage.objects.all().delete()
    stated(works, "works_progress", administrator, text="Ключи у Петровой, кв. 5")
    stated(works, "conditions_done", owner, text="Звоните Сидорову")

    letters = list(OutboxMessage.objects.filter(channel="email"))
    assert {letter.recipient for letter in letters} >= {owner.email, administrator.email}
    assert [one for one in letters if "Петров" in one.text + one.subject or "Сидоров" in one.text + one.subject] == []
    assert any("Ход работ сетевой организации" in letter.text for letter in letters)


def test_the_same_key_is_the_same_fact(works: Case, administrator: User) -> None:
    key = uuid.uuid4()
    made = {stated(works, "energised", administrator, key=key).pk for _ in range(2)}
    assert len(made) == 1


def test_facts_are_kept_by_the_database(works: Case) -> None:
    for act in (lambda: Fact.objects.update(text="иначе"), lambda: Fact.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_applicant_says_that_conditions_are_done_without_scripts(
    works: Case, owner_client: Client, administrator_client: Client, stranger_client: Client
) -> None:
    page = f"/cases/{works.pk}/contract/conditions-done/"
    assert stranger_client.get(page).status_code == 404
    assert administrator_client.get(page).status_code == 404
    typed = {
        "key": str(uuid.uuid4()),
        "text": "Щит собран",
        "file-paper": [world.pdf("щит.pdf"), world.pdf("кабель.pdf")],
    }
    assert owner_client.post(page, typed).status_code == 302
    assert owner_client.post(page, typed).status_code == 302

    [done] = Fact.objects.filter(case=works, code="conditions_done")
    assert len(done.documents) == 2
    seen = words(administrator_client.get(f"/cases/{works.pk}/contract/"))
    assert "Щит собран" in seen
    assert "Акт осмотра" in seen


def test_the_time_of_an_inspection_is_agreed_on_pages(
    works: Case, owner_client: Client, administrator_client: Client
) -> None:
    page = f"/cases/{works.pk}/contract/"
    day = localdate() + 3 * DAY
    typed = {"key": str(uuid.uuid4()), "day": f"{day:%d.%m.%Y}", "hour": "25:00", "text": ""}
    assert "в формате ЧЧ:ММ" in words(administrator_client.post(f"{page}inspection/", typed))
    administrator_client.post(f"{page}inspection/", {**typed, "hour": "10.30"})
    shown = owner_client.get(f"{page}agree/").content.decode()
    proposed = shown.partition('name="proposed_fact" value="')[2].partition('"')[0]
    owner_client.post(f"{page}agree/", {"key": str(uuid.uuid4()), "proposed_fact": proposed})

    assert "Время осмотра согласовано" in words(administrator_client.get(page))


def test_every_act_of_a_page_opens(
    works: Case, paid_house: Case, administrator_client: Client, owner_client: Client, applicant_client: Client
) -> None:
    seen = 0
    for case, clients in [
        (works, (administrator_client, owner_client)),
        (paid_house, (administrator_client, applicant_client)),
    ]:
        for client in clients:
            page = client.get(f"/cases/{case.pk}/contract/").content.decode()
            acts = {part.partition("/")[0] for part in page.split(f'href="/cases/{case.pk}/contract/')[1:]} - {""}
            for act in acts:
                address = f"/cases/{case.pk}/contract/{act}/"
                assert client.get(address).status_code == 200
                empty = client.post(address, {"key": str(uuid.uuid4())})
                assert empty.status_code in {302, 422}
                seen += 1
    assert seen > 15


def test_a_heat_company_goes_its_way_in_its_own_words(other_company: Any, signed_in: Callable[..., Client]) -> None:
    with inside(other_company):
        by, person = world.staff(1), world.person(1)
        case = cases.register(
            world.application(person, max_power_kw="0.1"), number="Т-1", status="Принята к рассмотрению", assignee=by,
            version=0, by=by, now=timezone.now(),
        )  # fmt: skip
        contract = contract_of(case)
        assert [way.contract for way in contract.ways] == ["signatures"]
        with pytest.raises(errors.NotTheWay):
            offer_sent(case, by)
        titles = " ".join(f"{one.title} {one.button} {one.hint}" for one in case.rules.milestones)
        for word in ("присоедин", "электр", "напряж", "кВт"):
            assert word not in titles.lower()
        client = signed_in(by, other_company)
    page = words(client.get(f"/cases/{case.pk}/contract/"))
    assert "Направить проект договора" in page
    assert "Разместить оферту" not in page
    form = words(client.get(f"/cases/{case.pk}/contract/draft/"))
    assert "Условия подключения" in form


def test_a_heat_company_goes_the_whole_way_by_signatures(other_company: GridCompany, pki: Pki, trusted: int) -> None:
    with inside(other_company):
        by, owner = world.staff(1), world.organisation(5)
        case = cases.register(
            world.application(owner, max_power_kw="0.1"), number="Т-2", status="Принята к рассмотрению", assignee=by,
            version=0, by=by, now=timezone.now(),
        )  # fmt: skip
        ours = signed_by(pki, by_certificate.head_of_company(pki, other_company), by, side="company")
        theirs = signed_by(pki, by_certificate.head_of(pki, world.applicant_of(owner)), owner, side="applicant")

        def both_sign() -> None:
            ours(sent(case))
            theirs(sent(case))

        draft_sent(case, by)
        both_sign()
        assert again(case).status == "Исполнение договора о подключении"
        stated(case, "works_progress", by, text="Проложена тепловая сеть")
        stated(case, "conditions_done", owner, text="Узел готов")
        for code in ("inspected", "meter_admitted", "readiness", "act_connection", "act_balance", "act_operation"):
            stated(case, code, by, names=(f"{code}.pdf",))
            both_sign()
        with pytest.raises(FactsMissing, match="тепло подано"):
            finish(case, by)
        stated(case, "energised", by)
        assert finish(case, by).status == "Подключено"
        assert [line for number, line in lines(case).items() if number in {"4", "5", "6.1", "6.2", "6.3"}] == [
            "выполнено"
        ] * 5
        known = {event.code for event in case.edition.events}
        assert {one.event for one in told(again(case))} <= known


def test_both_packs_say_what_ends_an_application() -> None:
    for code in ("electricity_861", "heat_2115"):
        pack = load(code, date(2026, 1, 1))
        for procedure in pack.procedures:
            assert bool(procedure.completed_by) == (procedure.code != "other")
