"""«Перерывы в работе»: operators write down when the cabinets did not work, correct it and take it back."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Record
from tenancy.company import in_public
from tenants.models import Outage
from tenants.outages import services
from tenants.outages.errors import AlreadyWithdrawn, Overlaps
from tenants.outages.queries import known_outages
from tests.world import words

BEGAN, ENDED = "17.03.2026 10:30", "17.03.2026 14:00"
TYPED = {"began": BEGAN, "ended": ENDED, "what": "Не открывался кабинет"}


def moment(typed: str) -> datetime:
    return datetime.strptime(f"{typed} +0300", "%d.%m.%Y %H:%M %z")


def typed(**changed: str) -> dict[str, str]:
    return {**TYPED, "key": str(uuid.uuid4()), **changed}


@pytest.fixture
def outage(operator: User) -> Outage:
    return recorded(operator)


def recorded(by: User, began: str = BEGAN, ended: str = ENDED, what: str = "Не открывался кабинет") -> Outage:
    with in_public():
        return services.record(
            began_at=moment(began), ended_at=moment(ended), what=what, by=by, key=uuid.uuid4(), now=timezone.now()
        )


def sentences(outage: Outage) -> list[str]:
    return [record.sentence for record in Record.objects.about(outage)]


def test_an_operator_writes_it_down_once(operator_client: Client) -> None:
    sent = typed()
    for _ in range(2):
        assert operator_client.post("/outages/", sent).status_code == 302

    [noted] = Outage.objects.all()
    assert (noted.began_at, noted.ended_at) == (moment(BEGAN), moment(ENDED))
    period = "17.03.2026, 10:30 – 14:00 (МСК)"
    assert sentences(noted) == [f"Записан перерыв в работе кабинетов: {period}, Не открывался кабинет"]
    shown = words(operator_client.get("/outages/"))
    assert period in shown
    assert "Не открывался кабинет" in shown


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"began": ""}, "began", "Введите начало перерыва"),
        ({"began": "вчера"}, "began", "Введите день и время так: 16.03.2026 10:30"),
        ({"began": "31.02.2026 10:00"}, "began", "Введите день и время так"),
        ({"began": "17.03.0001 10:30"}, "began", "Кабинетов тогда ещё не было. Проверьте год начала"),
        ({"ended": ""}, "ended", "Введите конец перерыва"),
        ({"ended": BEGAN}, "ended", "Конец перерыва раньше начала или совпадает с ним"),
        ({"ended": "17.03.2026 10:29"}, "ended", "Конец перерыва раньше начала"),
        ({"ended": "01.01.2199 10:00"}, "ended", "Это время ещё не наступило"),
        ({"began": "01.01.2199 10:00", "ended": "01.01.2199 11:00"}, "ended", "Это время ещё не наступило"),
        ({"what": " "}, "what", "Напишите, что не работало"),
        ({"what": "\u202e\u200b"}, "what", "Напишите, что не работало"),
        ({"what": "о" * 301}, "what", "300"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    operator_client: Client, changed: dict[str, str], field: str, told: str
) -> None:
    sent = typed(**changed)
    answer = operator_client.post("/outages/", sent)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in words(answer)
    assert f'href="#id_{field}"' in page
    assert all(sent[name].strip() in page for name in ("began", "ended", "what"))
    assert not Outage.objects.exists()


@pytest.mark.parametrize(
    ("began", "ended"),
    [
        (BEGAN, ENDED),
        ("17.03.2026 10:00", "17.03.2026 10:31"),
        ("17.03.2026 13:59", "17.03.2026 15:00"),
        ("17.03.2026 11:00", "17.03.2026 12:00"),
        ("16.03.2026 00:00", "19.03.2026 00:00"),
    ],
)
def test_two_never_overlap(operator_client: Client, outage: Outage, began: str, ended: str) -> None:
    answer = operator_client.post("/outages/", typed(began=began, ended=ended))

    assert answer.status_code == 422
    assert "На это время уже записан перерыв: 17.03.2026, 10:30 – 14:00 (МСК)" in words(answer)
    assert Outage.objects.count() == 1
    with pytest.raises(IntegrityError, match="outage_overlaps_none"), transaction.atomic():  # whoever comes past us
        Outage.objects.create(
            began_at=moment(began), ended_at=moment(ended), what="Мимо", noted_at=timezone.now(), key=uuid.uuid4()
        )


def test_one_may_begin_when_another_ends(operator_client: Client, outage: Outage) -> None:
    assert operator_client.post("/outages/", typed(began=ENDED, ended="17.03.2026 15:00")).status_code == 302
    assert Outage.objects.count() == 2


def test_a_correction_needs_a_reason_and_keeps_what_was_written(operator_client: Client, outage: Outage) -> None:
    page = f"/outages/{outage.pk}/correction/"
    assert BEGAN in operator_client.get(page).content.decode()
    sent = typed(ended="17.03.2026 12:00")
    refused = operator_client.post(page, sent)
    assert refused.status_code == 422
    assert "Напишите, почему запись исправляется" in words(refused)
    assert "17.03.2026 12:00" in refused.content.decode()

    for _ in range(2):  # a second press
        assert operator_client.post(page, {**sent, "reason": "Заработало раньше"}).status_code == 302

    outage.refresh_from_db()
    corrected = Outage.objects.standing().get()
    assert (corrected.corrects, corrected.ended_at) == (outage, moment("17.03.2026 12:00"))
    assert outage.withdrawal_reason == "Заработало раньше"
    said = (
        "Запись о перерыве исправлена: было 17.03.2026, 10:30 – 14:00 (МСК), стало 17.03.2026, 10:30 – 12:00 (МСК), "
        "Не открывался кабинет. Причина: Заработало раньше"
    )
    assert sentences(outage)[-1] == sentences(corrected)[-1] == said
    shown = words(operator_client.get("/outages/"))
    assert "Исправлена" in shown
    assert "Заработало раньше" in shown


def test_a_correction_is_refused_as_a_new_one_is(operator_client: Client, operator: User, outage: Outage) -> None:
    recorded(operator, "18.03.2026 10:00", "18.03.2026 11:00")
    page = f"/outages/{outage.pk}/correction/"
    answer = operator_client.post(page, typed(ended="18.03.2026 10:30", reason="Дольше"))

    assert answer.status_code == 422
    assert "уже записан перерыв: 18.03.2026, 10:00 – 11:00 (МСК)" in words(answer)
    outage.refresh_from_db()
    assert outage.withdrawn_at is None


def test_it_is_taken_back_with_a_reason(operator_client: Client, outage: Outage) -> None:
    page = f"/outages/{outage.pk}/withdrawal/"
    refused = operator_client.post(page, {"reason": " "})
    assert refused.status_code == 422
    assert "Напишите, почему запись отзывается" in words(refused)

    assert operator_client.post(page, {"reason": "Это был не наш сбой"}).status_code == 302

    assert not Outage.objects.standing().exists()
    assert sentences(outage)[-1].endswith("Причина: Это был не наш сбой")
    assert "Отозвана" in words(operator_client.get("/outages/"))
    assert operator_client.post("/outages/", typed()).status_code == 302  # its time is free again


@pytest.mark.parametrize("page", ["correction", "withdrawal"])
def test_what_another_operator_has_taken_back_meanwhile_is_said_and_the_words_stay(
    operator_client: Client, operator: User, outage: Outage, page: str
) -> None:
    services.withdraw(outage, reason="Ошибка", by=operator, now=timezone.now())
    answer = operator_client.post(f"/outages/{outage.pk}/{page}/", typed(reason="Мои слова"))

    assert answer.status_code == 422
    assert "Эту запись уже исправили или отозвали" in words(answer)
    assert "Мои слова" in answer.content.decode()
    assert operator_client.get(f"/outages/{outage.pk}/{page}/").status_code == 302


def test_the_database_keeps_what_is_written_down(outage: Outage, operator: User) -> None:
    changes: list[Callable[[], Any]] = [
        lambda: Outage.objects.update(what="Иное"),
        lambda: Outage.objects.update(ended_at=moment("17.03.2026 11:00")),
        lambda: Outage.objects.all().delete(),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    services.withdraw(outage, reason="Ошибка", by=operator, now=timezone.now())
    with pytest.raises(DatabaseError, match="stays so"), transaction.atomic():
        Outage.objects.update(withdrawn_at=None, withdrawal_reason="")


def test_services_refuse_what_pages_refuse(outage: Outage, operator: User) -> None:
    with pytest.raises(Overlaps):
        recorded(operator)
    services.withdraw(outage, reason="Ошибка", by=operator, now=timezone.now())
    with pytest.raises(AlreadyWithdrawn):
        services.withdraw(outage, reason="Ошибка", by=operator, now=timezone.now())


def test_a_long_list_has_pages_at_the_same_price(
    operator: User, operator_client: Client, queries: Callable[..., Any]
) -> None:
    for day in range(1, 29):
        for month in ("01", "02"):
            recorded(operator, f"{day:02}.{month}.2026 10:00", f"{day:02}.{month}.2026 11:00")
    operator_client.get("/outages/")
    with queries() as asked:
        shown = words(operator_client.get("/outages/?page=2"))

    assert "01.01.2026, 10:00 – 11:00 (МСК)" in shown
    assert len(asked) <= 10


def test_a_process_asks_once_and_looks_again_after_a_change(operator: User, queries: Callable[..., Any]) -> None:
    with queries() as asked:
        assert known_outages() == known_outages() == ()
    assert len(asked) == 1
    noted = recorded(operator)
    assert [one.pk for one in known_outages()] == [noted.pk]
    services.withdraw(noted, reason="Ошибка", by=operator, now=timezone.now())
    assert known_outages()[0].withdrawal_reason == "Ошибка"
