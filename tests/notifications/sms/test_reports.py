"""What became of an SMS: gateways are asked, or tell; what one has not delivered another may."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from notifications.models import OutboxMessage
from notifications.sms import callbacks, reports
from notifications.sms.gateways import Report, State
from notifications.sms.models import AwaitedReport
from tenancy.company import in_public, inside
from tenants.models import GridCompany

from .conftest import Prefer, code, deliver, in_minutes, state
from .http_gateways import HttpGateway, SmsAeroGateway, SmscGateway

pytestmark = pytest.mark.usefixtures("here")
RECEIVED, EXPIRED, REJECTED = 1, 3, 3


def ask(minutes: float) -> None:
    """As the beat does it, so many minutes from now."""
    with in_public():
        reports.ask_due(now=in_minutes(minutes))


def path(gateway: str) -> str:
    return "/" + callbacks.report_url(gateway).split("/", 3)[3]


class Caller(Client):
    """A gateway at the platform's host; the test stays in its company."""

    def request(self, **asked: Any) -> Any:
        with in_public():
            return super().request(**asked)


@pytest.fixture
def gateway_calls(settings: Any) -> Caller:
    return Caller(HTTP_HOST=settings.PLATFORM_HOST)


class TestAsked:
    @pytest.mark.parametrize("kind", ["smsc", "aero"])
    def test_the_gateway_says_that_the_telephone_has_it(
        self, kind: str, request: pytest.FixtureRequest, prefer: Prefer
    ) -> None:
        gateway: HttpGateway = request.getfixturevalue(kind)
        prefer(gateway)
        message = code()
        deliver(message)
        ask(1.1)
        assert state(message).received_at is None  # it is on its way

        gateway.statuses[state(message).gateway_id] = RECEIVED
        ask(2.1)
        received_at = state(message).received_at
        assert received_at is not None
        assert abs(received_at - timezone.now()) < timedelta(minutes=3)
        assert state(message).delivery_status == "received"
        assert not AwaitedReport.objects.exists()

    def test_it_is_asked_less_and_less_often_for_a_day(self, smsc: SmscGateway, prefer: Prefer) -> None:
        prefer(smsc)
        message = code()
        deliver(message)
        counts = []
        for minutes in (0.5, 1.1, 1.5, 2.1, 5.1, 10, 15.1, 1000, 1441, 1500):
            ask(minutes)
            counts.append(len(smsc.asked))

        assert counts == [0, 1, 1, 2, 3, 3, 4, 5, 6, 6]
        assert not AwaitedReport.objects.exists()
        known = state(message)
        assert (known.delivery_status, known.received_at) == ("", None)  # handed over: no more is known

    def test_many_are_asked_about_at_once(self, smsc: SmscGateway, prefer: Prefer) -> None:
        prefer(smsc)
        messages = [code(f"{n:06}") for n in range(5)]
        for message in messages:
            deliver(message)
            smsc.statuses[str(message.key)] = RECEIVED
        smsc.statuses[str(messages[3].key)] = 0
        del smsc.statuses[str(messages[4].key)]  # it has lost this one
        ask(1.1)

        assert len(smsc.asked) == 1
        assert [state(message).delivery_status for message in messages] == ["received", "received", "received", "", ""]

    def test_messages_of_two_companies_are_asked_about_together(
        self, smsc: SmscGateway, prefer: Prefer, other_company: GridCompany
    ) -> None:
        prefer(smsc)
        mine = code("111111")
        deliver(mine)
        with inside(other_company):
            theirs = code("222222")
            deliver(theirs)
        smsc.statuses[str(theirs.key)] = RECEIVED
        ask(1.1)

        assert len(smsc.asked) == 1
        assert state(mine).delivery_status == ""
        with inside(other_company):
            assert state(theirs).delivery_status == "received"

    def test_a_gateway_that_does_not_answer_does_not_keep_the_others_waiting(
        self, smsc: SmscGateway, aero: SmsAeroGateway, prefer: Prefer, caplog: pytest.LogCaptureFixture
    ) -> None:
        prefer(smsc, aero)
        first, second = code("111111"), code("222222")
        deliver(first)
        smsc.mood = "down"
        deliver(second)
        aero.statuses["5000"] = RECEIVED
        ask(1.1)

        assert (state(first).delivery_status, state(second).delivery_status) == ("", "received")
        assert "no reports: smsc: временно не работает" in caplog.text

    def test_a_wrong_clock_of_the_gateway_is_not_believed(self, smsc: SmscGateway, prefer: Prefer) -> None:
        prefer(smsc)
        message = code()
        deliver(message)
        report = Report(id=str(message.key), state=State.RECEIVED, at=in_minutes(-600))
        now = timezone.now()
        reports.take("smsc", report, now=now)

        assert state(message).received_at == now


class TestNotDelivered:
    @pytest.fixture
    def handed(self, smsc: SmscGateway, aero: SmsAeroGateway, prefer: Prefer) -> OutboxMessage:
        prefer(smsc, aero)
        message = code()
        deliver(message)
        return message

    def test_the_text_is_kept_until_it_is_sure_that_nobody_else_has_to_send_it(
        self, handed: OutboxMessage, smsc: SmscGateway
    ) -> None:
        assert handed.text
        smsc.statuses[str(handed.key)] = RECEIVED
        ask(1.1)
        handed.refresh_from_db()

        assert handed.text == ""

    def test_nor_longer_than_it_is_worth_anything(self, handed: OutboxMessage) -> None:
        ask(5.1)
        handed.refresh_from_db()
        assert handed.text
        ask(15.1)
        handed.refresh_from_db()

        assert handed.text == ""

    def test_the_next_gateway_tries(
        self, handed: OutboxMessage, smsc: SmscGateway, aero: SmsAeroGateway, django_capture_on_commit_callbacks: Any
    ) -> None:
        smsc.statuses[str(handed.key)] = EXPIRED
        with django_capture_on_commit_callbacks() as nudges:
            ask(1.1)
        assert len(nudges) == 1
        assert state(handed).failure == "smsc: истёк срок доставки"

        assert deliver(handed)
        assert aero.taken[0]["text"] == "480913 — код для личного кабинета"
        assert (state(handed).gateway, handed.text) == ("smsaero", "")
        aero.statuses["5000"] = RECEIVED
        ask(2.5)
        assert state(handed).delivery_status == "received"

    def test_when_none_has_delivered_it_that_is_that(
        self, handed: OutboxMessage, smsc: SmscGateway, aero: SmsAeroGateway
    ) -> None:
        smsc.statuses[str(handed.key)] = EXPIRED
        ask(1.1)
        deliver(handed)
        aero.statuses["5000"] = REJECTED
        ask(2.5)

        assert (state(handed).delivery_status, state(handed).failure) == ("undelivered", "smsaero: отклонено")
        assert not OutboxMessage.objects.undelivered().exists()
        assert len(smsc.taken) == len(aero.taken) == 1

    def test_nobody_tries_when_the_code_is_worth_nothing_any_more(
        self, handed: OutboxMessage, smsc: SmscGateway, aero: SmsAeroGateway
    ) -> None:
        smsc.statuses[str(handed.key)] = EXPIRED
        ask(10.1)

        assert state(handed).delivery_status == "undelivered"
        assert aero.taken == []


class TestTold:
    """Gateways call of their own accord."""

    @pytest.fixture
    def handed(self, smsc: SmscGateway, prefer: Prefer) -> OutboxMessage:
        prefer(smsc)
        message = code()
        deliver(message)
        return message

    def told(self, message: OutboxMessage, **changed: Any) -> dict[str, Any]:
        fields = {"id": str(message.key), "phone": "79001112233", "status": "1", "ts": int(timezone.now().timestamp())}
        return {**fields, "err": "0", "cnt": "1", "md5": "…", **changed}

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_smsc_tells_by_a_form(self, handed: OutboxMessage, gateway_calls: Client, method: str) -> None:
        form: Any = {"content_type": "application/x-www-form-urlencoded"} if method == "post" else {}
        fields: Any = self.told(handed)
        if method == "post":
            fields = "&".join(f"{key}={value}" for key, value in fields.items())
        answer = getattr(gateway_calls, method)(path("smsc"), fields, **form)

        assert (answer.status_code, answer.content) == (200, b"OK")
        assert state(handed).delivery_status == "received"

    def test_sms_aero_tells_by_json(self, aero: SmsAeroGateway, prefer: Prefer, gateway_calls: Client) -> None:
        prefer(aero)
        message = code()
        deliver(message)
        fields = {"id": 5000, "status": 1, "extendStatus": "delivery", "dateAnswer": int(timezone.now().timestamp())}
        callback = "/" + aero.taken[0]["callbackUrl"].split("/", 3)[3]
        answer = gateway_calls.post(callback, fields, content_type="application/json")

        assert answer.status_code == 200
        assert state(message).delivery_status == "received"

    def test_it_needs_no_token_of_ours(self, handed: OutboxMessage, gateway_calls: Client) -> None:
        gateway_calls.handler.enforce_csrf_checks = True

        assert gateway_calls.post(path("smsc"), self.told(handed)).status_code == 200

    def test_what_is_told_twice_is_noted_once(self, handed: OutboxMessage, gateway_calls: Client) -> None:
        gateway_calls.get(path("smsc"), self.told(handed))
        first = state(handed)
        answer = gateway_calls.get(path("smsc"), self.told(handed, status=EXPIRED))

        assert answer.status_code == 200
        assert state(handed) == first

    def test_an_id_nobody_awaits_is_thanked_for(self, handed: OutboxMessage, gateway_calls: Client) -> None:
        answer = gateway_calls.get(path("smsc"), self.told(handed, id="00000000-0000-4000-8000-000000000000"))

        assert answer.status_code == 200
        assert state(handed).delivery_status == ""

    def test_one_gateway_cannot_tell_of_anothers_messages(
        self, handed: OutboxMessage, smsc: SmscGateway, aero: SmsAeroGateway, prefer: Prefer, gateway_calls: Client
    ) -> None:
        prefer(smsc, aero)
        gateway_calls.get(path("smsaero"), self.told(handed))

        assert state(handed).delivery_status == ""

    def test_without_the_secret_there_is_no_such_page(self, handed: OutboxMessage, gateway_calls: Client) -> None:
        for address in (path("smsc")[:-5] + "0000/", "/sms/reports/smsc/invented/", path("nobody")):
            assert gateway_calls.get(address, self.told(handed)).status_code == 404
        assert state(handed).delivery_status == ""

    def test_the_secret_of_another_gateway_is_none(
        self, smsc: SmscGateway, aero: SmsAeroGateway, prefer: Prefer, gateway_calls: Client
    ) -> None:
        prefer(smsc, aero)
        secret = path("smsaero").split("/")[-2]

        assert gateway_calls.get(f"/sms/reports/smsc/{secret}/").status_code == 404

    def test_the_address_outlives_a_change_of_the_key(
        self, handed: OutboxMessage, gateway_calls: Client, settings: Any
    ) -> None:
        old = path("smsc")
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, not the one of before"

        assert path("smsc") != old
        assert gateway_calls.get(old, self.told(handed)).status_code == 200
        assert state(handed).delivery_status == "received"

    def test_a_company_has_no_such_page(self, handed: OutboxMessage, browser: Client) -> None:
        assert browser.get(path("smsc"), self.told(handed)).status_code == 404
        assert state(handed).delivery_status == ""

    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            (b"\x00\xff\xfe", "application/x-www-form-urlencoded"),
            (b"id=%00&status=1", "application/x-www-form-urlencoded"),
            (b"id=" + b"9" * 5000 + b"&status=1", "application/x-www-form-urlencoded"),
            (b"id=1&status=" + b"9" * 5000, "application/x-www-form-urlencoded"),
            (b"a" * 200_000, "application/x-www-form-urlencoded"),
            (b"id=" * 20_000, "application/x-www-form-urlencoded"),
            (b"[" * 60_000, "application/json"),
            (b'[[1], null, "x", {"id": {"id": 1}, "status": []}]', "application/json"),
            (b'{"id": 1e999, "status": NaN, "ts": 1e999}', "application/json"),
            (b'{"id": "1", "status": 1, "ts": ' + b"9" * 4000 + b"}", "application/json"),
            (b"9" * 5000, "application/json"),
            (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
            (b"<xml/>", "text/xml"),
        ],
    )
    @pytest.mark.parametrize("kind", ["smsc", "aero"])
    def test_a_hostile_body_changes_nothing(
        self,
        kind: str,
        body: bytes,
        content_type: str,
        request: pytest.FixtureRequest,
        prefer: Prefer,
        gateway_calls: Client,
    ) -> None:
        prefer(request.getfixturevalue(kind))
        name = "smsc" if kind == "smsc" else "smsaero"
        answer = gateway_calls.post(path(name), body, content_type=content_type)

        assert answer.status_code == 200
