"""Sealed protocols and their chain."""

import json
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection
from django.test import Client

from accounts.models import PhoneCode, User
from config import env
from documents.storage import storage
from notifications.services import deliver_message
from signing import protocols
from signing.crypto import pep
from signing.models import Protocol, Signature
from signing.protocols import seals
from signing.trust.models import SealKey
from tenancy.company import inside
from tests import world
from tests.moment import NOW
from tests.signing import by_sms

pytestmark = pytest.mark.usefixtures("here")

ADDRESS = "/.well-known/setevoy-kabinet-seal-keys.json"
MINUTE = timedelta(minutes=1)


def sealed(signature: Signature) -> pep.Sealed:
    return protocols.read(bytes(signature.raw))


def chain(applicant: User, count: int) -> list[Signature]:
    return [by_sms.signed(applicant, now=NOW + n * MINUTE) for n in range(count)]


def tamper(table: str, statement: str) -> None:
    """As whoever owns the database could, past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def checked() -> str:
    """What the command says of Горсеть."""
    said = StringIO()
    try:
        call_command("check_protocols", company="gorset", stdout=said, stderr=said)
    except CommandError as error:
        said.write(str(error))
    return said.getvalue()


def test_a_protocol_says_who_got_which_code_for_which_file(applicant: User) -> None:
    signature = by_sms.signed(applicant)

    told = sealed(signature)["protocol"]
    document = signature.request.document
    code = PhoneCode.objects.get(purpose="sign")
    assert told["operator"]["name"] == "ООО «Горсеть»"
    assert (told["document"]["sha256"], told["document"]["title"]) == (document.sha256, by_sms.TITLE)
    assert (told["signer"]["name"], told["signer"]["snils"]) == (
        "Орлова Анна Андреевна",
        world.applicant_of(applicant).snils,
    )
    assert (told["signer"]["phone"], told["key"]["proof"]) == (applicant.phone, code.code_hash)
    assert told["agreement"]["version"] == 1
    assert told["message"]["text"].startswith("•••••• — код подписи документа")
    assert [event["event"] for event in told["events"]] == ["document_opened", "code_sent", "code_confirmed"]
    assert all(event["ip"] == "192.0.2.7" for event in told["events"])


def test_a_protocol_quotes_the_gateway_that_took_the_sms(applicant: User, settings: Any, tmp_path: Path) -> None:
    settings.OUTBOX_DIR = tmp_path
    request = by_sms.ready(applicant)
    code = by_sms.send(request, applicant)
    sms = by_sms.newest_sms(applicant.phone)
    deliver_message(sms.pk, now=NOW)
    signature = by_sms.confirm(request, code, applicant)

    message = sealed(signature)["protocol"]["message"]
    assert (message["gateway"], message["gateway_id"], message["handed_at"]) == (
        "outbox",
        str(sms.key),
        NOW.isoformat(),
    )
    assert message["received_at"] is None  # the outbox knows of no telephone
    assert message["text"].endswith("#••••••")


def test_protocols_are_numbered_without_gaps_and_each_names_the_one_before(applicant: User) -> None:
    first, second, third = [sealed(signature) for signature in chain(applicant, 3)]

    assert [one["protocol"]["number"] for one in (first, second, third)] == [1, 2, 3]
    assert first["protocol"]["previous"] == pep.GENESIS
    assert second["protocol"]["previous"] == pep.link(first)
    assert third["protocol"]["previous"] == pep.link(second)
    assert [protocol.sha256 for protocol in Protocol.objects.all()] == [pep.link(one) for one in (first, second, third)]


def test_every_company_has_a_chain_of_its_own(applicant: User, other_company: Any) -> None:
    chain(applicant, 2)
    with inside(other_company):
        signature = by_sms.signed(world.person(7))
        assert sealed(signature)["protocol"]["number"] == 1


def test_anybody_checks_a_protocol_with_the_published_key_and_the_file(applicant: User, browser: Client) -> None:
    protocol = sealed(by_sms.signed(applicant))
    keys = {key["public_key"] for key in browser.get(ADDRESS).json()["keys"]}
    sha256 = protocol["protocol"]["document"]["sha256"]

    assert pep.check(protocol, keys, document_sha256=sha256) == []
    assert pep.check(protocol, keys, document_sha256="0" * 64) == ["протокол относится к другому документу"]
    assert pep.check(protocol, {"another"}) == ["печать сделана неизвестным ключом"]


@pytest.mark.parametrize("part", ["document", "signer", "agreement", "key", "message", "events", "signed_at", "number"])
def test_no_part_of_a_protocol_can_be_changed(applicant: User, part: str) -> None:
    protocol = sealed(by_sms.signed(applicant))
    keys = {protocol["seal"]["public_key"]}
    protocol["protocol"][part] = "другое"

    assert "печать неверна: протокол изменён" in pep.check(protocol, keys)


@pytest.mark.parametrize("table", ["signing_protocol", "signing_signature"])
def test_the_database_keeps_what_was_given(applicant: User, table: str) -> None:
    by_sms.signed(applicant)
    with pytest.raises(InternalError), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_the_command_finds_nothing_where_nothing_is_wrong(applicant: User) -> None:
    chain(applicant, 3)
    assert "ООО «Горсеть»: 3\u00a0протокола, всё верно" in checked()


def test_the_command_finds_a_changed_protocol(applicant: User) -> None:
    _first, second, _third = chain(applicant, 3)
    changed = bytes(second.raw).replace("Анна".encode(), "Инна".encode())
    tamper("signing_signature", f"UPDATE signing_signature SET raw = '\\x{changed.hex()}' WHERE id = {second.pk}")

    said = checked()
    assert "Протокол 2: протокол подменён: хэш не тот, что записан в цепочке" in said
    assert "Протокол 2: печать неверна: протокол изменён" in said


def test_the_command_finds_a_protocol_that_was_taken_out_of_the_chain(applicant: User) -> None:
    _first, second, _third = chain(applicant, 3)
    tamper("signing_protocol", "DELETE FROM signing_protocol WHERE number = 2")

    said = checked()
    assert "Протокол 2: пропущен" in said
    assert "Протокол 3: нарушена цепочка протоколов" in said
    assert f"Подпись {second.pk}: нет в цепочке протоколов" in said


def test_the_command_finds_a_file_that_was_replaced(applicant: User) -> None:
    signature = by_sms.signed(applicant)
    storage().put(str(signature.request.document.key), BytesIO(b"other"), content_type="application/pdf")

    assert "Протокол 1: файл в хранилище изменён" in checked()


def test_the_command_finds_a_seal_of_a_stranger(applicant: User, settings: Any) -> None:
    by_sms.signed(applicant)
    SealKey.objects.all().delete()

    assert "Протокол 1: печать сделана неизвестным ключом" in checked()
    assert "Найдено: 1\u00a0неполадка" in checked()


def test_a_new_key_takes_over_and_the_old_one_stays_published(applicant: User, settings: Any, browser: Client) -> None:
    before = by_sms.signed(applicant)
    settings.SIGNING_SEAL_KEY = b"k" * 32
    after = by_sms.signed(applicant, now=NOW + 2 * seals.OVERLAP)

    old, new = browser.get(ADDRESS).json()["keys"]
    assert old["public_key"] == sealed(before)["seal"]["public_key"]
    assert new["public_key"] == sealed(after)["seal"]["public_key"]
    assert (old["since"], old["until"], new["until"]) == (NOW.isoformat(), (NOW + 2 * seals.OVERLAP).isoformat(), None)
    assert "2\u00a0протокола, всё верно" in checked()


def test_a_key_that_is_taken_back_is_in_use_again(applicant: User, settings: Any) -> None:
    first = settings.SIGNING_SEAL_KEY
    by_sms.signed(applicant)
    settings.SIGNING_SEAL_KEY = b"k" * 32
    by_sms.signed(applicant, now=NOW + 2 * seals.OVERLAP)
    settings.SIGNING_SEAL_KEY = first
    for hours in (2.5, 4, 9):  # a process that has not heard of the new one; then all of them
        by_sms.signed(applicant, now=NOW + hours * seals.OVERLAP)

    assert "5\u00a0протоколов, всё верно" in checked()


def test_what_is_sealed_with_a_key_that_was_not_in_use_then_does_not_hold(applicant: User, settings: Any) -> None:
    """The key of today must not make protocols of last year."""
    protocol = sealed(by_sms.signed(applicant))["protocol"]
    settings.SIGNING_SEAL_KEY = b"k" * 32
    seals.publish(now=NOW + 2 * seals.OVERLAP)

    forged = pep.seal(protocol, seals.sealing_key())
    assert seals.faults_of(forged) == ["печать сделана неизвестным ключом"]


@pytest.mark.parametrize(
    "signed_at", [None, 1, "", "вчера", "2026-03-13T11:05:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]
)
def test_a_time_that_is_none_makes_no_key_known(applicant: User, signed_at: Any) -> None:
    protocol = sealed(by_sms.signed(applicant))["protocol"] | {"signed_at": signed_at}

    assert seals.faults_of(pep.seal(protocol, seals.sealing_key())) == ["печать сделана неизвестным ключом"]


@pytest.mark.parametrize("value", ["", "not Base64!", "c2hvcnQ=", "A" * 44])
def test_a_wrong_key_of_the_seal_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SIGNING_SEAL_KEY", value)
    with pytest.raises(env.WrongSetting, match="SIGNING_SEAL_KEY is"):
        env.seed("SIGNING_SEAL_KEY")


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"{" * 100_000, b'{"protocol":1,"seal":{}}', b"\xff\xfe", b"NaN"])
def test_what_is_not_a_protocol_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(protocols.NotAProtocol):
        protocols.read(raw)


def test_no_byte_of_a_protocol_can_be_changed(applicant: User) -> None:
    raw = bytes(by_sms.signed(applicant).raw)
    for place in range(0, len(raw), 23):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        try:
            faults = seals.faults_of(protocols.read(changed))
        except protocols.NotAProtocol:
            continue
        assert faults, raw[place - 20 : place + 20]


def test_another_spelling_of_a_protocol_is_refused(applicant: User) -> None:
    """A name said twice would show one signer to one program and another to the next."""
    raw = bytes(by_sms.signed(applicant).raw)
    for other in (
        json.dumps(json.loads(raw)).encode(),
        raw.replace(b'{"protocol":', b'{"protocol":{},"protocol":'),
    ):
        with pytest.raises(protocols.NotAProtocol):
            protocols.read(other)
