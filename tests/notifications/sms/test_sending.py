"""An SMS goes to the first gateway that takes it, in time, and never to two that may both have it."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from notifications import services
from notifications.models import MAX_ATTEMPTS, OutboxMessage
from notifications.sms.models import SmsDelivery
from tenancy.company import inside
from tenants.models import GridCompany

from .conftest import ANNA, Prefer, code, deliver, in_minutes, state
from .http_gateways import HttpGateway, SmsAeroGateway, SmscGateway

NOBODY_LISTENS = "smsc+http://grid:pass@127.0.0.1:1?name=nobody"


@pytest.mark.usefixtures("here")
class TestOneGateway:
    def test_smsc_takes_a_code(self, smsc: SmscGateway, prefer: Prefer) -> None:
        prefer(smsc)
        message = code()

        assert deliver(message)
        (taken,) = smsc.taken
        assert (taken["phones"], taken["mes"]) == (ANNA.lstrip("+"), "480913 — код для личного кабинета")
        assert taken["valid"] == "00:10"
        assert (state(message).gateway, state(message).gateway_id) == ("smsc", str(message.key))
        assert state(message).handed_at == message.delivered_at is not None
        assert state(message).received_at is None

    def test_sms_aero_takes_a_code(self, aero: SmsAeroGateway, prefer: Prefer, settings: Any) -> None:
        prefer(aero)
        message = code()

        assert deliver(message)
        assert aero.taken[0]["text"] == "480913 — код для личного кабинета"
        assert aero.taken[0]["callbackUrl"].startswith(f"{settings.PUBLIC_URL}/sms/reports/smsaero/")
        assert (state(message).gateway, state(message).gateway_id) == ("smsaero", "5000")

    def test_with_no_gateway_left_to_try_the_text_is_not_kept(self, smsc: SmscGateway, prefer: Prefer) -> None:
        prefer(smsc)
        message = code()
        deliver(message)

        assert message.text == ""

    def test_it_leaves_once_however_often_the_task_runs(self, smsc: SmscGateway, prefer: Prefer) -> None:
        prefer(smsc)
        message = code()

        assert [deliver(message) for _ in range(3)] == [True, False, False]
        assert len(smsc.taken) == 1

    def test_an_expired_code_is_not_sent(self, smsc: SmscGateway, prefer: Prefer) -> None:
        prefer(smsc)
        message = code(expires_at=in_minutes(-1))

        assert not deliver(message)
        assert smsc.taken == []
        assert (message.sms.delivery_status, message.text) == ("expired", "")
        assert not OutboxMessage.objects.undelivered().exists()

    def test_a_pause_does_not_outlast_the_code(self, prefer: Prefer) -> None:
        prefer(NOBODY_LISTENS)
        message = code(expires_at=in_minutes(10))
        OutboxMessage.objects.update(attempts=MAX_ATTEMPTS - 2)
        deliver(message)

        assert message.next_attempt_at == message.expires_at

    @pytest.mark.parametrize(
        ("error", "words"),
        [
            (2, "smsc: не принял имя и пароль"),
            (3, "smsc: на счёте нет денег"),
            (4, "smsc: на время закрыл доступ"),
            (6, "smsc: не пропускает такой текст или имя отправителя"),
            (9, "smsc: просит подождать"),
            (77, "smsc: отказ, код 77"),
        ],
    )
    def test_what_smsc_does_not_take_is_tried_later(
        self, smsc: SmscGateway, prefer: Prefer, error: int, words: str
    ) -> None:
        prefer(smsc)
        smsc.mood, smsc.error = "error", error
        message = code()

        assert not deliver(message)
        assert message.failure == words
        smsc.mood = ""
        assert deliver(message)

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ((402, {"success": False, "data": None, "message": "Not enough money."}), "smsaero: на счёте нет денег"),
            ((400, {"success": False, "data": {"sign": ["…"]}, "message": "…"}), "smsaero: отказ, код 400"),
            ((429, {}), "smsaero: просит подождать"),
        ],
    )
    def test_what_sms_aero_does_not_take_is_tried_later(
        self, aero: SmsAeroGateway, prefer: Prefer, answer: Any, words: str
    ) -> None:
        prefer(aero)
        aero.mood, aero.error = "error", answer
        message = code()

        assert not deliver(message)
        assert message.failure == words

    def test_a_wrong_password_is_told_in_words(self, smsc: SmscGateway, aero: SmsAeroGateway, prefer: Prefer) -> None:
        prefer(smsc.url.replace("p%40ss", "wrong"), aero.url.replace("k3y", "wrong"))
        message = code()

        assert not deliver(message)
        assert message.failure == "smsc: не принял имя и пароль; smsaero: не принял имя и ключ"
        assert smsc.taken == aero.taken == []

    @pytest.mark.parametrize("kind", ["smsc", "aero"])
    def test_a_number_that_is_none_is_refused_for_good(
        self, kind: str, request: pytest.FixtureRequest, prefer: Prefer
    ) -> None:
        gateway: HttpGateway = request.getfixturevalue(kind)
        prefer(gateway)
        message = code(to="+7900")

        assert not deliver(message)
        assert (message.sms.delivery_status, message.text) == ("refused", "")
        assert message.failure.endswith("неверный номер")
        assert not OutboxMessage.objects.undelivered().exists()

    def test_logs_and_failures_have_neither_number_nor_text(
        self, smsc: SmscGateway, aero: SmsAeroGateway, prefer: Prefer, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        prefer(smsc, aero)
        smsc.mood, aero.mood = "down", "cut"
        message = code()
        deliver(message)

        told = caplog.text + message.failure
        assert message.failure == "smsaero: не ответил (RemoteDisconnected)"
        for secret in (ANNA.lstrip("+"), "480913", "p@ss", "k3y"):
            assert secret not in told


@pytest.mark.usefixtures("here")
class TestTheNextGateway:
    @pytest.mark.parametrize("mood", ["down", "error"])
    def test_it_is_tried_at_once_when_the_first_does_not_take_it(
        self, smsc: SmscGateway, aero: SmsAeroGateway, prefer: Prefer, mood: str
    ) -> None:
        prefer(smsc, aero)
        smsc.mood, smsc.error = mood, 9
        message = code()

        assert deliver(message)
        assert (state(message).gateway, smsc.taken, len(aero.taken)) == ("smsaero", [], 1)

    def test_it_is_tried_at_once_when_the_first_is_not_there(self, aero: SmsAeroGateway, prefer: Prefer) -> None:
        prefer(NOBODY_LISTENS, aero)
        message = code()

        assert deliver(message)
        assert state(message).gateway == "smsaero"

    def test_the_first_is_the_first_again_next_time(
        self, smsc: SmscGateway, aero: SmsAeroGateway, prefer: Prefer
    ) -> None:
        prefer(smsc, aero)
        smsc.mood = "down"
        deliver(code())
        smsc.mood = ""
        second = code("111111")
        deliver(second)

        assert state(second).gateway == "smsc"


@pytest.mark.usefixtures("here")
class TestSilence:
    """The gateway was given the message and did not answer: it may have it."""

    @pytest.fixture
    def asked(self, smsc: SmscGateway, aero: SmsAeroGateway, prefer: Prefer) -> OutboxMessage:
        prefer(smsc, aero)
        smsc.mood = "silent"
        message = code()
        assert not deliver(message)
        return message

    def test_nobody_else_is_asked_for_a_minute(self, asked: OutboxMessage, aero: SmsAeroGateway) -> None:
        assert asked.failure == "smsc: не ответил (TimeoutError)"
        assert not deliver(asked, at=in_minutes(0.9))
        assert aero.taken == []

    def test_the_next_messages_do_not_wait_for_it(
        self, asked: OutboxMessage, aero: SmsAeroGateway, other_company: GridCompany
    ) -> None:
        with inside(other_company):
            theirs = code("111111")

            assert deliver(theirs)
            assert state(theirs).gateway == "smsaero"

    def test_then_it_says_that_it_has_the_message(
        self, asked: OutboxMessage, smsc: SmscGateway, aero: SmsAeroGateway
    ) -> None:
        assert deliver(asked, at=in_minutes(1.1))
        assert (len(smsc.taken), aero.taken) == (1, [])
        assert state(asked).gateway == "smsc"

    def test_or_that_it_has_not_and_another_takes_it(
        self, asked: OutboxMessage, smsc: SmscGateway, aero: SmsAeroGateway
    ) -> None:
        smsc.statuses.clear()

        assert deliver(asked, at=in_minutes(1.1))
        assert (state(asked).gateway, len(aero.taken)) == ("smsaero", 1)

    def test_or_is_silent_still_and_another_takes_it(
        self, asked: OutboxMessage, smsc: SmscGateway, aero: SmsAeroGateway
    ) -> None:
        smsc.mood = "cut"

        assert deliver(asked, at=in_minutes(1.1))
        assert (state(asked).gateway, len(aero.taken)) == ("smsaero", 1)

    def test_the_only_gateway_is_asked_before_it_is_sent_the_same_again(
        self, smsc: SmscGateway, prefer: Prefer
    ) -> None:
        prefer(smsc)
        smsc.mood = "cut"  # before it took anything, but who knows
        message = code()
        deliver(message)
        assert not deliver(message, at=in_minutes(1.1))  # does not say
        smsc.mood = ""

        assert deliver(message, at=in_minutes(2.2))
        assert len(smsc.asked) == 1
        assert len(smsc.taken) == 1

    def test_sms_aero_is_asked_for_the_same_text_to_the_same_number(self, aero: SmsAeroGateway, prefer: Prefer) -> None:
        prefer(aero)
        aero.mood = "silent"
        message = code()
        assert not deliver(message)
        aero.mood = ""

        assert deliver(message, at=in_minutes(1.1))
        assert len(aero.taken) == 1
        assert state(message).gateway_id == "5000"

    def test_an_older_message_with_the_same_words_is_not_it(self, aero: SmsAeroGateway, prefer: Prefer) -> None:
        prefer(aero)
        deliver(code())
        aero.taken[0]["dateCreate"] -= 3600
        aero.mood = "cut"
        message = code()
        deliver(message)
        aero.mood = ""

        assert deliver(message, at=in_minutes(1.1))
        assert state(message).gateway_id == "5001"


def test_two_workers_do_not_send_one_message_twice(committed: GridCompany, smsc: SmscGateway, prefer: Prefer) -> None:
    prefer(smsc.url.replace("timeout=0.3", "timeout=20"))
    smsc.mood = "slow"
    with inside(committed):
        message = code()
    outcomes: list[bool] = []

    def work() -> None:
        with inside(committed):
            outcomes.append(services.deliver_message(message.pk, now=timezone.now()))
        connection.close()

    first = threading.Thread(target=work)
    first.start()
    assert smsc.arrived.wait(timeout=20)
    second = threading.Thread(target=work)
    second.start()
    second.join()
    assert outcomes == [False]
    smsc.release.set()
    first.join()

    assert outcomes == [False, True]
    assert len(smsc.taken) == 1
    with inside(committed):
        assert state(message).gateway == "smsc"


def test_a_worker_that_died_while_asking_leaves_a_silence(
    here: None, smsc: SmscGateway, aero: SmsAeroGateway, prefer: Prefer
) -> None:
    prefer(smsc, aero)
    message = code()
    deliver(message)
    # As if it had been killed before it could note the answer.
    OutboxMessage.objects.update(delivered_at=None, text="480913")
    SmsDelivery.objects.update(gateway_ids="", asked_at=timezone.now() - timedelta(seconds=10))

    assert not deliver(message)
    assert deliver(message, at=in_minutes(1))
    assert (len(smsc.taken), aero.taken) == (1, [])
