"""The applicant fills the slots of a request and hands them over by one press; staff look at each of them."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import StaffRole, User
from audit.models import Record
from cabinet.cases import services
from cabinet.cases.asked import current_items, slots_of
from cabinet.cases.errors import CaseIsClosed, CheckedMeanwhile, NotAskedAnyMore, NothingSupplied, RemarkNeeded
from cabinet.cases.models import Case, Entry, RequestedItem
from cabinet.cases.required import offered, proposed_day, term_to_supply
from cabinet.cases.stages import Stage
from cabinet.catalogue.queries import names_for_applicants
from documents.models import Document
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW
from tests.world import words

pytestmark = pytest.mark.usefixtures("here")
LATER, AFTER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
REVIEW = "Заявка на рассмотрении сетевой организацией"
DEED, PLAN = "Правоустанавливающий документ на дом или участок", "План расположения энергопринимающих устройств"
HOW_MANY, WHEN = "Сколько этажей?", "Когда начнётся стройка?"


@pytest.fixture
def case(applicant: User, administrator: User) -> Case:
    """Asked for two documents and two answers."""
    return asked(world.application(applicant), administrator)


def asked(case: Case, by: User, **given: Any) -> Case:
    want = {"documents": [DEED, PLAN], "words": f"{HOW_MANY}\n\n{WHEN}", "due_on": None, "key": uuid.uuid4(), **given}
    services.ask_information(case, **want, by=by, now=LATER)
    OutboxMessage.objects.all().delete()
    return Case.objects.get(pk=case.pk)


def item(case: Case, title: str) -> RequestedItem:
    return next(one for one in current_items(case) if one.title == title)


def puts(case: Case, by: User, title: str, name: str = "скан.pdf", key: uuid.UUID | None = None) -> Entry:
    return services.put_file(item(case, title), world.pdf(name), by=by, key=key or uuid.uuid4(), now=AFTER)


def says(case: Case, by: User, title: str, text: str = "Три") -> Entry | None:
    return services.put_words(item(case, title), text=text, by=by, now=AFTER)


def sends(case: Case, by: User, key: uuid.UUID | None = None) -> Case:
    services.send_answer(case, by=by, key=key or uuid.uuid4(), now=AFTER)
    return Case.objects.get(pk=case.pk)


def answered(case: Case, by: User) -> Case:
    for title in (DEED, PLAN):
        puts(case, by, title)
    for title in (HOW_MANY, WHEN):
        says(case, by, title)
    case = sends(case, by)
    OutboxMessage.objects.all().delete()
    return case


def checks(
    case: Case, by: User, *, accepted: tuple[str, ...] = (), again: dict[str, str] | None = None, **given: Any
) -> Case:
    verdicts = [services.Verdict(item(case, title).pk, is_accepted=True) for title in accepted]
    verdicts += [services.Verdict(item(case, t).pk, is_accepted=False, remark=r) for t, r in (again or {}).items()]
    want = {"key": uuid.uuid4(), "now": AFTER + timedelta(hours=1), **given}
    services.check_answer(case, verdicts, by=by, **want)
    return Case.objects.get(pk=case.pk)


def told() -> list[tuple[str, str]]:
    return sorted(OutboxMessage.objects.values_list("recipient", "channel"))


def page(client: Client, case: Case) -> str:
    return words(client.get(f"/cases/{case.pk}/"))


# --- Asking ---


def test_each_line_of_the_words_is_a_slot_and_a_remark_is_kept_and_told(applicant: User, administrator: User) -> None:
    case = world.application(applicant)
    OutboxMessage.objects.all().delete()
    services.ask_information(
        case, documents=[DEED], words=f"{HOW_MANY}\n{WHEN}", remarks={DEED: "скан нечитаем", PLAN: "не спрошен"},
        due_on=None, by=administrator, key=uuid.uuid4(), now=LATER,
    )  # fmt: skip

    assert [(one.title, one.code, one.remark) for one in current_items(case)] == [
        (DEED, "title", "скан нечитаем"), (HOW_MANY, "", ""), (WHEN, "", ""),
    ]  # fmt: skip
    assert f"{DEED}: скан нечитаем" in words_of(OutboxMessage.objects.get(channel="email").text)
    assert "скан нечитаем" in case.entries.get(kind=Entry.Kind.MESSAGE).html


def words_of(text: str) -> str:
    return " ".join(text.split())


def test_required_and_not_attached_is_ticked_with_its_point(
    administrator_client: Client, applicant: User, administrator: User
) -> None:
    case = world.draft(applicant)
    services.attach(case, world.pdf(), title=DEED, by=applicant, key=uuid.uuid4(), now=NOW)
    case = services.submit(case, by=applicant, now=NOW)
    answer = administrator_client.get(f"/cases/{case.pk}/?add=request")

    offers = {one.title: one for one in offered(case, names_for_applicants("person"))}
    assert offers[DEED].is_required
    assert offers[DEED].is_attached
    assert answer.context["add_form"]["documents"].value() == [one.title for one in offers.values() if one.is_lacking]
    assert PLAN in answer.context["add_form"]["documents"].value()
    assert "обязателен, пункт 10" in words(answer)


@pytest.mark.parametrize(("kind", "title", "is_offered", "is_required"), [
    ("new", "Соглашение о перераспределении мощности", False, False),
    ("redistribution", "Соглашение о перераспределении мощности", True, True),
    ("reissue", PLAN, False, False),
    ("new", PLAN, True, True),
])  # fmt: skip
def test_what_is_offered_follows_the_facts_of_the_application(
    applicant: User, kind: str, title: str, is_offered: bool, is_required: bool
) -> None:
    found = {one.title: one for one in offered(world.application(applicant, type=kind), names_for_applicants("person"))}

    assert (title in found) == is_offered
    assert title not in found or found[title].is_required == is_required


def test_the_term_of_the_rules_is_proposed_with_its_point_and_doubt(
    administrator_client: Client, applicant: User
) -> None:
    case = world.application(applicant)
    found = term_to_supply(case)
    if found is None:  # the answers do not say the category
        case.application.answers = {"household": True}
        case.application.save()
        case = Case.objects.get(pk=case.pk)
        found = term_to_supply(case)
    assert found is not None
    term, length = found
    answer = administrator_client.get(f"/cases/{case.pk}/?add=request")

    assert f"По правилам {length.number} рабочих дней, пункт {term.point}" in words(answer)
    assert ("Срок требует проверки юристом" in words(answer)) == term.needs_lawyer
    assert answer.context["add_form"]["due_on"].value() == proposed_day(case, timezone.localdate())


# --- Filling ---


def test_nothing_is_handed_over_before_the_press(
    case: Case, applicant: User, administrator: User, administrator_client: Client, applicant_client: Client
) -> None:
    puts(case, applicant, DEED, "тайное.pdf")
    says(case, applicant, HOW_MANY, "Тайные слова")

    assert told() == []
    assert "тайное.pdf" not in page(administrator_client, case)
    assert "Тайные слова" not in page(administrator_client, case)
    assert "тайное.pdf" in page(applicant_client, case)
    assert "Тайные слова" in page(applicant_client, case)
    entry = Entry.objects.get(document__file_name="тайное.pdf")
    assert administrator_client.get(f"/documents/{entry.pk}/").status_code == 404
    for address in (f"/cases/{case.pk}/archive/", f"/cases/{case.pk}/kit/"):
        downloaded: Any = administrator_client.get(address)
        packed = b"".join(downloaded.streaming_content)
        assert "тайное.pdf".encode() not in packed
    case.refresh_from_db()
    assert case.stage == Stage.MISSING
    assert not case.has_news_for(administrator)


def test_one_press_hands_all_over_with_one_letter_and_one_line(
    case: Case, applicant: User, administrator: User, administrator_client: Client
) -> None:
    before = case.entries.filter(kind=Entry.Kind.STATUS).count()
    puts(case, applicant, DEED)
    puts(case, applicant, DEED, "вторая страница.pdf")
    puts(case, applicant, PLAN)
    says(case, applicant, HOW_MANY)
    says(case, applicant, WHEN, "В мае")
    key = uuid.uuid4()
    for _ in range(2):  # a double press
        case = sends(case, applicant, key)

    assert (case.stage, case.status) == (Stage.REVIEW, REVIEW)
    assert told() == [(applicant.email, "email"), (administrator.email, "email")]
    assert case.entries.filter(kind=Entry.Kind.STATUS).count() == before + 1
    assert not case.entries.filter(placed_at=None).exists()
    assert not Document.objects.filter(placed_at=None).exists()
    assert [slot.item.is_answered for slot in slots_of(case)] == [True] * 4
    assert "В мае" in page(administrator_client, case)
    assert page(administrator_client, case).count("ответ на запрос получен") == 1
    assert Record.objects.filter(event="case.information_supplied").count() == 1


def test_not_everything_may_be_sent_and_it_is_said_what_lacks(case: Case, applicant: User) -> None:
    puts(case, applicant, DEED)
    case = sends(case, applicant)

    line = case.entries.filter(kind=Entry.Kind.STATUS).latest("pk").title
    assert line == f"{REVIEW}: ответ на запрос получен; не добавлено: {PLAN}, {HOW_MANY}, {WHEN}"
    assert f"Не добавлено: {PLAN}" in words_of(OutboxMessage.objects.get(recipient=applicant.email).text)


def test_nothing_at_all_is_no_answer(case: Case, applicant: User) -> None:
    with pytest.raises(NothingSupplied):
        sends(case, applicant)


def test_what_was_put_in_may_be_taken_out_before_sending(case: Case, applicant: User) -> None:
    entry = puts(case, applicant, DEED)
    document = entry.document_id or 0
    says(case, applicant, HOW_MANY)
    services.take_out(entry)
    says(case, applicant, HOW_MANY, " ")

    assert not Document.objects.filter(pk=document).exists()
    with pytest.raises(NothingSupplied):
        sends(case, applicant)


def test_what_was_sent_is_not_taken_out(case: Case, applicant: User) -> None:
    entry = puts(case, applicant, DEED)
    sends(case, applicant)
    services.take_out(entry)

    assert Entry.objects.filter(pk=entry.pk).exists()


def test_the_last_words_count(case: Case, applicant: User) -> None:
    for text in ("Два", "Три <b>этажа</b>", "Три <b>этажа</b>"):
        says(case, applicant, HOW_MANY, text)
    sends(case, applicant)

    [answer] = case.entries.filter(answers__title=HOW_MANY)
    assert answer.html == "<p>Три &lt;b&gt;этажа&lt;/b&gt;</p>"


def test_a_slot_that_is_not_asked_any_more_takes_nothing(case: Case, applicant: User, administrator: User) -> None:
    stale = item(case, DEED)
    puts(case, applicant, DEED)
    sends(case, applicant)

    with pytest.raises(NotAskedAnyMore):
        services.put_file(stale, world.pdf(), by=applicant, key=uuid.uuid4(), now=AFTER)
    with pytest.raises(NotAskedAnyMore):
        services.put_words(stale, text="Да", by=applicant, now=AFTER)
    services.withdraw(case, reason="Передумали", by=applicant, now=AFTER)
    with pytest.raises(CaseIsClosed):
        services.send_answer(case, by=applicant, key=uuid.uuid4(), now=AFTER)


def test_a_document_placed_beside_the_slots_waits_for_what_stands_in_them(case: Case, applicant: User) -> None:
    says(case, applicant, HOW_MANY)
    says(case, applicant, WHEN)
    for title in (DEED, PLAN):
        services.add_document(
            case, world.pdf(), title=title, comment="", by=applicant, key=uuid.uuid4(), now=AFTER
        )  # fmt: skip
    case.refresh_from_db()
    assert case.stage == Stage.MISSING

    assert sends(case, applicant).stage == Stage.REVIEW


def test_a_new_list_keeps_what_stands_in_slots_of_the_same_names(
    case: Case, applicant: User, administrator: User
) -> None:
    puts(case, applicant, DEED)
    dropped = puts(case, applicant, PLAN).document_id or 0
    says(case, applicant, HOW_MANY)
    case = asked(case, administrator, documents=[DEED, "Согласие соседей"], words=HOW_MANY)

    assert [(slot.item.title, len(slot.unsent)) for slot in slots_of(case)] == [
        (DEED, 1), ("Согласие соседей", 0), (HOW_MANY, 1)
    ]  # fmt: skip
    assert not Document.objects.filter(pk=dropped).exists()


@pytest.mark.parametrize("end", ["close", "status", "withdraw"])
def test_what_was_not_sent_goes_with_the_request(case: Case, applicant: User, administrator: User, end: str) -> None:
    puts(case, applicant, DEED)
    if end == "close":
        services.close_information(case, by=administrator, now=AFTER)
    elif end == "status":
        services.register(
            case, number="", status=REVIEW, assignee=administrator, version=case.version, by=administrator, now=AFTER
        )
    else:
        services.withdraw(case, reason="Передумали", by=applicant, now=AFTER)

    assert not case.entries.filter(placed_at=None).exists()
    assert not case.information_requests.current().exists()


# --- Looking at the answer ---


def test_when_all_is_accepted_the_request_is_closed(case: Case, applicant: User, administrator: User) -> None:
    case = answered(case, applicant)
    case = checks(case, administrator, accepted=(DEED, PLAN))
    assert case.information_requests.supplied().exists()
    assert told() == []
    case = checks(case, administrator, accepted=(HOW_MANY, WHEN))

    assert not case.information_requests.current().exists()
    assert case.stage == Stage.REVIEW
    assert case.entries.filter(kind=Entry.Kind.STATUS).latest("pk").title == "Недостающие документы и сведения приняты"
    assert told() == [(applicant.email, "email")]


def test_only_what_is_asked_again_opens(case: Case, applicant: User, administrator: User) -> None:
    case = answered(case, applicant)
    case = checks(case, administrator, accepted=(PLAN,), again={DEED: "скан нечитаем"})

    assert case.stage == Stage.MISSING
    assert {slot.item.title: (slot.item.state, slot.is_filled) for slot in slots_of(case)} == {
        DEED: ("asked", False), PLAN: ("accepted", True), HOW_MANY: ("asked", True), WHEN: ("asked", True),
    }  # fmt: skip
    letter = OutboxMessage.objects.get(recipient=applicant.email)
    assert "скан нечитаем" in letter.text
    assert PLAN not in letter.text
    with pytest.raises(NotAskedAnyMore):
        puts(case, applicant, PLAN)

    puts(case, applicant, DEED, "снова.pdf")
    case = sends(case, applicant)
    assert case.stage == Stage.REVIEW
    case = checks(case, administrator, accepted=(DEED, HOW_MANY, WHEN))
    assert not case.information_requests.current().exists()


def test_asking_again_says_why(case: Case, applicant: User, administrator: User) -> None:
    case = answered(case, applicant)
    with pytest.raises(RemarkNeeded, match="Напишите, что не так"):
        checks(case, administrator, again={DEED: " "})

    case.refresh_from_db()
    assert case.stage == Stage.REVIEW


def test_two_who_look_at_once_do_not_undo_each_other(case: Case, applicant: User, administrator: User) -> None:
    case = answered(case, applicant)
    colleague = world.staff(7, StaffRole.SPECIALIST)
    deed, plan = item(case, DEED).pk, item(case, PLAN).pk
    checks(case, administrator, accepted=(DEED,), again={PLAN: "не тот участок"})
    common: dict[str, Any] = {"by": colleague, "now": AFTER}

    for verdict in (
        services.Verdict(deed, is_accepted=False, remark="темно"),
        services.Verdict(plan, is_accepted=True),
    ):
        with pytest.raises(CheckedMeanwhile):
            services.check_answer(case, [verdict], key=uuid.uuid4(), **common)
    same = [services.Verdict(deed, is_accepted=True), services.Verdict(plan, is_accepted=False, remark="не тот")]
    services.check_answer(case, same, key=uuid.uuid4(), **common)  # what is said already

    assert [one.title for one in current_items(case)] == [DEED, PLAN, HOW_MANY, WHEN]
    assert RequestedItem.objects.filter(title=PLAN).count() == 2


def test_asked_again_by_a_second_press_it_is_asked_once(case: Case, applicant: User, administrator: User) -> None:
    case = answered(case, applicant)
    verdicts = [services.Verdict(item(case, DEED).pk, is_accepted=False, remark="скан нечитаем")]
    key = uuid.uuid4()
    for _ in range(2):
        services.check_answer(case, verdicts, by=administrator, key=key, now=AFTER)

    assert RequestedItem.objects.filter(title=DEED).count() == 2
    assert [recipient for recipient, channel in told() if channel == "email"] == [applicant.email]


def test_a_case_that_goes_on_leaves_nothing_to_look_at(case: Case, applicant: User, administrator: User) -> None:
    case = answered(case, applicant)
    services.register(
        case, number="", status="Подготовка оферты договора", assignee=administrator, version=case.version,
        by=administrator, now=AFTER,
    )  # fmt: skip

    assert not case.information_requests.current().exists()


# --- On the screens ---


def answer(client: Client, case: Case, **fields: Any) -> Any:
    return client.post(f"/cases/{case.pk}/information/answer/", {"key": str(uuid.uuid4()), **fields})


def test_without_a_script_files_and_words_go_in_one_form(
    applicant_client: Client, administrator_client: Client, case: Case
) -> None:
    deed, plan, how_many, when = (one.pk for one in current_items(case))
    files: dict[str, Any] = {f"slot-{deed}": [world.pdf("1.pdf"), world.pdf("2.pdf")], f"slot-{plan}": world.jpg()}
    sent = answer(applicant_client, case, **files, **{f"words-{how_many}": "Три", f"words-{when}": "В мае"}, do="send")

    assert sent.status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.REVIEW
    assert case.entries.filter(answers=deed).count() == 2
    seen = page(administrator_client, case)
    for said in ("1.pdf", "2.pdf", "Три", "В мае", "Принято", "Запросить снова"):
        assert said in seen


def test_a_press_with_empty_slots_says_what_lacks_and_keeps_what_there_is(applicant_client: Client, case: Case) -> None:
    deed, _plan, how_many, _when = (one.pk for one in current_items(case))
    fields: dict[str, Any] = {f"slot-{deed}": world.pdf("1.pdf"), f"words-{how_many}": "Три"}
    refused = answer(applicant_client, case, **fields, do="send")

    assert refused.status_code == 422
    for said in ("заполнено не всё", PLAN, WHEN, "1.pdf", "Три", "Отправить без этого"):
        assert said in words(refused)
    case.refresh_from_db()
    assert case.stage == Stage.MISSING
    assert answer(applicant_client, case, **{f"words-{how_many}": "Три"}, do="send_anyway").status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.REVIEW


def test_enter_in_a_field_keeps_and_sends_nothing(applicant_client: Client, case: Case) -> None:
    number = item(case, HOW_MANY).pk
    assert 'value="keep"' in page(applicant_client, case).partition('value="send"')[0]
    answer(applicant_client, case, **{f"words-{number}": "Три"}, do="keep")

    assert "Три" in page(applicant_client, case)
    case.refresh_from_db()
    assert case.stage == Stage.MISSING


def test_a_bad_file_is_refused_and_the_rest_is_kept(applicant_client: Client, case: Case) -> None:
    deed, plan, how_many, _when = (one.pk for one in current_items(case))
    bad = world.pdf("пустой.pdf", b"")
    fields: dict[str, Any] = {f"slot-{deed}": bad, f"slot-{plan}": world.pdf("план.pdf"), f"words-{how_many}": "Три"}
    refused = answer(applicant_client, case, **fields, do="send_anyway")

    assert refused.status_code == 422
    for said in ("пустой.pdf", "план.pdf", "Три"):
        assert said in words(refused)
    case.refresh_from_db()
    assert case.stage == Stage.MISSING


def test_a_file_sent_by_the_page_stands_in_its_slot_and_goes_out_by_a_button(
    applicant_client: Client, applicant: User, case: Case
) -> None:
    place = item(case, PLAN)
    upload = world.uploaded(applicant, place.purpose, world.pdf("план.pdf"))
    for _ in range(2):  # the answer was lost on the way
        ready = applicant_client.post(f"/information/{place.pk}/files/", {"upload": str(upload.key)})
        assert ready.status_code == 201
        assert "план.pdf" in ready.json()["html"]
    entry = case.entries.get(answers=place)
    answer(applicant_client, case, remove=str(entry.pk))

    assert not Entry.objects.filter(pk=entry.pk).exists()


def test_a_second_tab_learns_that_it_was_sent(applicant_client: Client, applicant: User, case: Case) -> None:
    number = item(case, HOW_MANY).pk
    says(case, applicant, HOW_MANY, "Три")
    sends(case, applicant)

    again = applicant_client.post(
        f"/cases/{case.pk}/information/answer/", {"do": "send", f"words-{number}": "Три"}, follow=True
    )
    assert "Ответ уже отправлен" in words(again)
    other = answer(applicant_client, case, **{f"words-{number}": "Четыре"}, do="send")
    assert other.status_code == 422
    assert "Вы написали: «Четыре»" in words(other)


def test_staff_decide_by_one_form(
    applicant_client: Client, administrator_client: Client, applicant: User, case: Case
) -> None:
    case = answered(case, applicant)
    deed, plan, *_questions = (one.pk for one in current_items(case))
    address = f"/cases/{case.pk}/information/check/"
    empty = administrator_client.post(address, {})
    assert empty.status_code == 422
    assert "Отметьте хотя бы у одного пункта" in words(empty)
    no_remark = administrator_client.post(address, {f"verdict-{deed}": "again", f"verdict-{plan}": "accepted"})
    assert no_remark.status_code == 422
    assert f"Напишите, что не так: «{DEED}»" in words(no_remark)
    fields = {f"verdict-{deed}": "again", f"remark-{deed}": "скан нечитаем", f"verdict-{plan}": "accepted"}
    assert "Запрошено снова" in words(administrator_client.post(address, fields, follow=True))

    seen = page(applicant_client, case)
    assert "Примечание: скан нечитаем" in seen
    assert f'id="slot-{item(case, DEED).pk}"' in seen
    assert f'id="slot-{plan}"' not in seen
    late = administrator_client.post(address, fields)
    assert late.status_code == 409
    assert "ответ проверил другой сотрудник" in words(late)


def test_strangers_and_observers_fill_and_check_nothing(
    stranger_client: Client,
    signed_in: Any,
    administrator_client: Client,
    applicant: User,
    case: Case,
    company: GridCompany,
) -> None:
    place = item(case, DEED).pk
    observer = signed_in(world.staff(8, StaffRole.OBSERVER), company)
    onlooker = signed_in(world.representative(applicant, 1, "read"), company)
    for client in (stranger_client, observer, onlooker, administrator_client):
        assert answer(client, case, do="send_anyway").status_code == 404
        assert client.post(f"/information/{place}/files/", {"upload": ""}).status_code == 404
    for client in (stranger_client, observer, onlooker):
        assert client.post(f"/cases/{case.pk}/information/check/").status_code == 404
    answered(case, applicant)
    assert "Сохранить решение" not in page(observer, case)
    assert "Отправить недостающее" not in page(onlooker, case)


def test_a_company_asks_in_the_words_of_its_field(other_company: GridCompany) -> None:
    with inside(other_company):
        applicant = world.person(3)
        case = world.application(applicant)
        found = offered(case, names_for_applicants("person"))

        assert any(one.is_required for one in found)
        assert not [one.title for one in found if "энергопринимающих" in one.title]
