"""SMPP: each process binds one link, long texts leave in parts, receipts may come at any moment."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from notifications.sms import smpp_link
from notifications.sms.models import SmsDelivery
from tenancy.company import inside
from tenants.models import GridCompany

from .conftest import ANNA, Prefer, code, deliver, in_minutes, state
from .http_gateways import SmscGateway
from .smpp_gateway import BAD_NUMBER, THROTTLED, SmppGateway

LONG = "Обращение 26-000017, статус «Договор подписан». " * 4  # 192 letters: three parts of 67


@pytest.mark.usefixtures("here")
class TestSending:
    def test_a_code_leaves_in_one_part(self, smpp: SmppGateway, prefer: Prefer) -> None:
        prefer(smpp)
        message = code()

        assert deliver(message)
        (taken,) = smpp.taken
        assert taken["text"].decode("utf-16-be") == "480913 — код для личного кабинета"
        assert taken["destination"] == (1, 1, ANNA.lstrip("+"))
        assert taken["source"] == (5, 0, "GORSET")
        assert taken["validity"] == "000000001000000R"
        assert (state(message).gateway, state(message).gateway_id) == ("smpp", taken["id"])

    def test_a_long_text_leaves_in_parts_that_the_telephone_puts_together(
        self, smpp: SmppGateway, prefer: Prefer
    ) -> None:
        prefer(smpp)
        message = code(LONG, expires_at=None)

        assert deliver(message)
        headers = [part["text"][:6] for part in smpp.taken]
        assert [header[:3] + header[4:] for header in headers] == [b"\5\0\3\3" + bytes([n]) for n in (1, 2, 3)]
        assert len({header[3] for header in headers}) == 1
        assert {part["esm_class"] for part in smpp.taken} == {0x40}
        assert b"".join(part["text"][6:] for part in smpp.taken).decode("utf-16-be") == LONG
        assert state(message).gateway_id == " ".join(part["id"] for part in smpp.taken)
        assert smpp.taken[0]["validity"] == "000001000000000R"

    def test_or_whole_where_the_gateway_prefers_it(self, smpp: SmppGateway, prefer: Prefer) -> None:
        prefer(f"{smpp.url}&payload=1")

        assert deliver(code(LONG))
        (taken,) = smpp.taken
        assert taken["text"].decode("utf-16-be") == LONG

    def test_one_link_serves_many_messages(self, smpp: SmppGateway, prefer: Prefer) -> None:
        prefer(smpp)
        for n in range(5):
            assert deliver(code(f"{n:06}"))
        smpp.ask_whether_there()

        assert smpp.binds == 1

    def test_a_link_that_was_lost_is_bound_anew(self, smpp: SmppGateway, prefer: Prefer) -> None:
        prefer(smpp)
        deliver(code("111111"))
        link = next(iter(smpp_link._links.values()))
        smpp.drop()
        until(lambda: not link.is_alive)

        assert deliver(code("222222"))
        assert smpp.binds == 2

    def test_a_wrong_password_is_told_in_words(self, smpp: SmppGateway, prefer: Prefer) -> None:
        prefer(smpp.url.replace("secret", "wrong"))
        message = code()

        assert not deliver(message)
        assert message.failure == "smpp: не принял имя и пароль"

    def test_the_next_gateway_is_tried_when_nobody_answers_at_the_first(
        self, smsc: SmscGateway, prefer: Prefer
    ) -> None:
        prefer("smpp://grid:secret@127.0.0.1:1?source=GORSET", smsc)
        message = code()

        assert deliver(message)
        assert state(message).gateway == "smsc"

    def test_who_is_throttled_tries_later(self, smpp: SmppGateway, prefer: Prefer) -> None:
        prefer(smpp)
        smpp.statuses = [THROTTLED]
        message = code()

        assert not deliver(message)
        assert message.failure == "smpp: просит подождать"
        assert deliver(message, at=in_minutes(0.6))
        assert len(smpp.taken) == 1

    def test_a_number_that_is_none_is_refused_for_good(self, smpp: SmppGateway, prefer: Prefer) -> None:
        prefer(smpp)
        smpp.statuses = [BAD_NUMBER]
        message = code()

        assert not deliver(message)
        assert message.sms.delivery_status == "refused"

    def test_silence_makes_no_second_copy_for_a_minute(
        self, smpp: SmppGateway, smsc: SmscGateway, prefer: Prefer
    ) -> None:
        prefer(smpp, smsc)
        smpp.is_silent = True
        message = code()

        assert not deliver(message)
        assert message.failure == "smpp: не ответил"
        assert not deliver(message, at=in_minutes(0.9))
        assert smsc.taken == []
        # Without an id nobody can ask what became of it. A second copy is better than no code.
        assert deliver(message, at=in_minutes(1.1))
        assert state(message).gateway == "smsc"


class TestReceipts:
    """Receipts come on a thread of their own, so the rows they refer to must be committed."""

    @pytest.fixture(autouse=True)
    def _in_the_company(self, committed: GridCompany) -> Iterator[None]:
        with inside(committed):
            yield

    @pytest.mark.parametrize("with_fields", [True, False])
    def test_the_telephone_has_it(self, smpp: SmppGateway, prefer: Prefer, with_fields: bool) -> None:
        prefer(smpp)
        message = code()
        deliver(message)

        assert smpp.receipt(state(message).gateway_id, "DELIVRD", with_fields=with_fields) == 0
        assert state(message).delivery_status == "received"
        assert state(message).received_at is not None

    def test_a_long_text_is_there_when_its_last_part_is(self, smpp: SmppGateway, prefer: Prefer) -> None:
        prefer(smpp)
        message = code(LONG)
        deliver(message)
        *first, last = state(message).gateway_id.split()
        for part in [last, *first[1:]]:
            smpp.receipt(part, "DELIVRD")
        assert state(message).delivery_status == ""
        smpp.receipt(first[0], "DELIVRD")

        assert state(message).delivery_status == "received"

    def test_one_part_that_was_not_delivered_sends_the_whole_by_another_gateway(
        self, smpp: SmppGateway, smsc: SmscGateway, prefer: Prefer
    ) -> None:
        prefer(smpp, smsc)
        message = code(LONG)
        deliver(message)
        first, second, third = state(message).gateway_id.split()
        smpp.receipt(first, "DELIVRD")
        smpp.receipt(second, "UNDELIV", with_fields=True)
        smpp.receipt(third, "UNDELIV")

        assert state(message).failure == "smpp: не доставлено"
        assert deliver(message)
        assert [taken["mes"] for taken in smsc.taken] == [LONG]

    def test_a_receipt_that_overtakes_the_answer_is_not_lost(self, smpp: SmppGateway, prefer: Prefer) -> None:
        prefer(smpp)
        smpp.hands_early_receipts = True
        message = code()
        deliver(message)

        until(lambda: state(message).delivery_status == "received")

    def test_ids_in_hexadecimal_and_receipts_in_decimal(self, smpp: SmppGateway, prefer: Prefer) -> None:
        prefer(f"{smpp.url}&hex=1")
        message = code()
        deliver(message)
        assert state(message).gateway_id == str(int(smpp.taken[0]["id"], 16))
        smpp.receipt(state(message).gateway_id, "DELIVRD")

        assert state(message).delivery_status == "received"

    @pytest.mark.parametrize("message_id", ["UNKNOWN", "0", "…", "x" * 64])
    def test_a_receipt_for_nothing_of_ours_is_taken_and_forgotten(
        self, smpp: SmppGateway, prefer: Prefer, message_id: str
    ) -> None:
        prefer(smpp)
        deliver(code())

        assert smpp.receipt(message_id.encode("ascii", "replace").decode(), "DELIVRD") == 0
        assert SmsDelivery.objects.get().delivery_status == ""


def until(is_true: Callable[[], Any]) -> None:
    for _ in range(200):
        if is_true():
            return
        time.sleep(0.05)
    raise AssertionError("it has not come about")
