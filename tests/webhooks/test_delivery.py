"""Events reach the receiver, signed, in their order, none lost; and never somebody who has lost the right."""

import json
import shutil
import subprocess
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import StaffRole, User
from audit.models import Record
from cabinet.applicants import services as applicants
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from notifications.models import OutboxMessage
from notifications.services import deliver_message
from signing.models import SignatureRequest
from tenancy import due
from tenancy.company import inside
from tenancy.models import DueWork
from tenants.models import GridCompany
from tests import world
from tests.contracts.conftest import SMALL
from tests.moment import NOW
from webhooks import secret, services
from webhooks.errors import EndpointAlreadyMade, NotForWebhooks, TooManyEndpoints
from webhooks.models import Delivery, Endpoint
from webhooks.outbox import DELIVER

from .conftest import Make, send_all, states
from .receiver import Receiver, status


@pytest.fixture
def case(applicant: User, here: None) -> Case:
    return world.application(applicant, **SMALL)


def write_to(case: Case, by: User, text: str = "Здравствуйте") -> None:
    cases.add_message(case, text=text, by=by, key=uuid.uuid4(), now=timezone.now())


# What is sent


def test_the_company_hears_of_an_application(
    receiver: Receiver, hook: Make, administrator: User, applicant: User
) -> None:
    _endpoint, words = hook(administrator)
    case = world.application(applicant, **SMALL)

    send_all()

    [call] = [call for call in receiver.calls if call.event["type"] == "case.submitted"]
    assert call.is_signed_by(words)
    assert not call.is_signed_by(secret.new())
    assert call.headers["content-type"] == "application/json"
    about = Case.objects.get(pk=case.pk)
    told = {"id": case.pk, "kind": "application", "number": about.number, "stage": about.stage}
    assert call.event["data"]["case"] == told
    assert call.event["data"]["links"]["api"].endswith(f"/api/v1/cases/{case.pk}/")


def test_nothing_personal_is_sent(
    receiver: Receiver, hook: Make, administrator: User, applicant: User, stranger: User
) -> None:
    hook(administrator)
    case = world.application(applicant, address="Лугореченск, ул. Мира, 1")
    write_to(case, applicant, "Мой телефон 8 900 000 00 00")
    write_to(case, administrator)

    send_all()

    sent = b" ".join(call.body for call in receiver.calls).decode()
    assert len(receiver.calls) >= 3
    for personal in ("Орлова", "Анна", "Мира", "телефон", "example.ru", "Иванова"):
        assert personal not in sent


def test_the_applicant_hears_of_their_own_cases_only(
    receiver: Receiver, hook: Make, applicant: User, stranger: User, administrator: User, case: Case
) -> None:
    hook(applicant)
    other = world.application(stranger, **SMALL)
    for one in (case, other):
        write_to(one, administrator)

    send_all()

    assert {call.event["data"]["case"]["id"] for call in receiver.calls} == {case.pk}
    assert receiver.heard == ["case.message_added"]


def test_an_applicant_hears_of_nothing_that_they_do_not_see(
    receiver: Receiver, hook: Make, applicant: User, administrator: User, case: Case
) -> None:
    hook(applicant)
    cases.add_note(case, text="Между нами", by=administrator, key=uuid.uuid4(), now=timezone.now())
    both = (SignatureRequest.Side.COMPANY, SignatureRequest.Side.APPLICANT)
    cases.send_for_signing(
        case, world.pdf("договор.pdf"), title="Договор", comment="", sides=both, due_on=None, by=administrator,
        key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip

    send_all()

    assert receiver.heard == ["case.registered"]  # the status, which they see
    assert not Delivery.objects.waiting().exists()


def test_events_and_kinds_are_chosen(receiver: Receiver, hook: Make, administrator: User, applicant: User) -> None:
    hook(administrator, name="Подачи", events=["case.submitted"], kinds=["enquiry"])
    case = world.application(applicant, **SMALL)
    enquiry = world.enquiry(applicant)
    for one in (case, enquiry):
        write_to(one, administrator)

    send_all()

    assert [(call.event["type"], call.event["data"]["case"]["id"]) for call in receiver.calls] == [
        ("case.submitted", enquiry.pk)
    ]


def test_two_companies_hear_nothing_of_one_another(
    receiver: Receiver,
    hook: Make,
    administrator: User,
    applicant: User,
    other_company: GridCompany,
    company: GridCompany,
) -> None:
    ours, _words = hook(administrator)
    with inside(other_company):
        chief, customer = world.staff(1), world.person(1)
        theirs, _words = hook(chief)
        world.application(customer)
        assert list(Endpoint.objects.visible_to(chief)) == [theirs]
    world.application(applicant, **SMALL)

    send_all()
    with inside(company):
        assert list(Endpoint.objects.visible_to(administrator)) == [ours]
    assert {call.event["data"]["links"]["page"].split("/cases")[0] for call in receiver.calls} == {company.address}
    assert Delivery.objects.filter(endpoint=theirs).waiting().exists()
    assert not Delivery.objects.filter(endpoint=ours).waiting().exists()


# The signature


def test_the_signature_is_that_of_the_published_example() -> None:
    """The vector of the specification's libraries."""
    made = secret.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        webhook_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_openssl_makes_the_same_signature() -> None:
    import base64

    words = secret.new()
    key = base64.b64decode(words.removeprefix("whsec_")).hex()
    made = subprocess.run(
        ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{key}", "-binary"],
        input=b"msg_1.1700000000." + "тело".encode(),
        capture_output=True,
        check=True,
    ).stdout

    signed = secret.signature(words, webhook_id="msg_1", timestamp=1700000000, body="тело".encode())
    assert signed == f"v1,{base64.b64encode(made).decode()}"


def test_the_secret_is_kept_encrypted_and_encrypted_anew(hook: Make, administrator: User, settings: Any) -> None:
    from accounts.security import key_rotation

    endpoint, words = hook(administrator)
    assert words not in endpoint.secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, long enough for Django!"

    assert key_rotation.renew(only_look=True).rewritten == 1
    assert key_rotation.renew().rewritten == 1
    assert key_rotation.renew().rewritten == 0

    settings.SECRET_KEY_FALLBACKS = []
    assert secret.opened(Endpoint.objects.get(pk=endpoint.pk).secret) == words


# Failures


def test_what_is_not_taken_is_tried_again_with_the_same_bytes(
    receiver: Receiver, hook: Make, administrator: User
) -> None:
    endpoint, words = hook(administrator)
    receiver.replies = [status(500, "занят".encode()), status(302, Location="http://127.0.0.1:1/"), status(200)]
    delivery = services.send_test(endpoint, by=administrator, now=timezone.now())

    moment = timezone.now()
    for wait in (0, 31, 61):
        moment += timedelta(seconds=wait)
        send_all(moment)

    first, second, third = receiver.calls
    assert first.body == second.body == third.body
    assert first.id == second.id == third.id
    assert all(call.is_signed_by(words) for call in receiver.calls)
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.status, states(endpoint)) == (3, 200, ["delivered"])
    assert Endpoint.objects.get().failing_since is None


def test_order_is_kept_while_the_first_fails(receiver: Receiver, hook: Make, administrator: User) -> None:
    endpoint, _words = hook(administrator)
    sent = [services.send_test(endpoint, by=administrator, now=timezone.now()) for _ in range(4)]
    receiver.replies = [status(500)]
    now = timezone.now()

    send_all(now)
    assert len(receiver.calls) == 1

    last = OutboxMessage.objects.get(key=sent[-1].key)
    deliver_message(last.pk, now=now + timedelta(seconds=31))  # whichever message the queue brings

    assert [call.id for call in receiver.calls] == [f"msg_{one.webhook_id.hex}" for one in (sent[0], *sent)]
    assert states(endpoint) == ["delivered"] * 4
    assert not DueWork.objects.filter(task=DELIVER, subject=last.pk).exists()


def test_one_endpoint_does_not_wait_for_another(
    receiver: Receiver, hook: Make, administrator: User, applicant: User
) -> None:
    bad, _words = hook(administrator, name="Сломан", url=receiver.url + "?bad")
    good, _words = hook(administrator, name="Цел")
    receiver.replies = [status(500)]
    services.send_test(bad, by=administrator, now=timezone.now())
    services.send_test(good, by=administrator, now=timezone.now())

    send_all()

    assert (states(bad), states(good)) == (["waiting"], ["delivered"])


def slow(handler: Any) -> None:
    threading.Event().wait(1.5)


def endless(handler: Any) -> None:
    """Says that a gigabyte comes, and sends a byte."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(1 << 30))
    handler.end_headers()
    handler.wfile.write(b"x")
    handler.wfile.flush()
    threading.Event().wait(1)


def short(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"ok")


def huge(handler: Any) -> None:
    status(200, b"a" * 5_000_000)(handler)


def no_http(handler: Any) -> None:
    handler.wfile.write(b"\x00\xff" * 100_000)


@pytest.mark.parametrize(
    ("reply", "is_taken"), [(slow, False), (no_http, False), (endless, True), (short, True), (huge, True)]
)
def test_a_receiver_that_lies_costs_no_more_than_its_time(
    receiver: Receiver, hook: Make, administrator: User, reply: Any, is_taken: bool
) -> None:
    endpoint, _words = hook(administrator)
    receiver.replies = [reply]
    services.send_test(endpoint, by=administrator, now=timezone.now())

    send_all()

    assert states(endpoint) == ["delivered" if is_taken else "waiting"]
    assert len(Delivery.objects.get().answer) <= 300


def test_a_receiver_that_is_gone_is_left_at_once(receiver: Receiver, hook: Make, administrator: User) -> None:
    endpoint, _words = hook(administrator)
    receiver.replies = [status(410)]
    services.send_test(endpoint, by=administrator, now=timezone.now())

    send_all()
    send_all(timezone.now() + timedelta(hours=1))

    assert len(receiver.calls) == 1
    assert Endpoint.objects.get().is_paused
    assert OutboxMessage.objects.filter(channel="email", subject__contains="приостановлен").count() == 1


def test_after_a_day_of_failures_it_pauses_with_a_letter_and_goes_on_with_what_has_waited(
    receiver: Receiver, hook: Make, administrator: User
) -> None:
    endpoint, _words = hook(administrator)
    receiver.replies = [status(500)] * 100
    first = services.send_test(endpoint, by=administrator, now=timezone.now())
    moment = timezone.now()
    for _ in range(60):
        if Endpoint.objects.get().is_paused:
            break
        moment += timedelta(hours=1)
        send_all(moment)

    assert Endpoint.objects.get().is_paused
    assert timedelta(days=1) <= moment - first.made_at <= timedelta(days=1, hours=7)
    [letter] = OutboxMessage.objects.filter(channel="email", subject__contains="приостановлен")
    assert letter.recipient == administrator.email
    calls = len(receiver.calls)
    send_all(moment + timedelta(hours=7))
    assert len(receiver.calls) == calls  # nothing is tried while it is paused

    second = services.send_test(endpoint, by=administrator, now=moment)
    receiver.replies = []
    services.resume_endpoint(Endpoint.objects.get(), by=administrator, now=moment)
    send_all(moment)

    assert [call.id for call in receiver.calls[calls:]] == [f"msg_{one.webhook_id.hex}" for one in (first, second)]
    assert [record.event for record in Record.objects.about(endpoint)] == [
        "webhook.made", "webhook.tested", "webhook.paused", "webhook.tested", "webhook.resumed",
    ]  # fmt: skip


def test_after_three_days_it_is_given_up_and_the_next_one_leaves(
    receiver: Receiver, hook: Make, administrator: User
) -> None:
    endpoint, _words = hook(administrator)
    services.send_test(endpoint, by=administrator, now=timezone.now())
    later = timezone.now() + timedelta(days=3, minutes=1)
    OutboxMessage.objects.filter(channel="webhook").update(next_attempt_at=later)
    Delivery.objects.update(body="{}")
    services.send_test(endpoint, by=administrator, now=later)
    OutboxMessage.objects.filter(channel="webhook").order_by("-pk")[:1].get()
    newest = OutboxMessage.objects.filter(channel="webhook").latest("pk")
    OutboxMessage.objects.filter(pk=newest.pk).update(expires_at=later + timedelta(days=3))

    send_all(later)

    assert states(endpoint) == ["ended", "delivered"]


def test_three_days_of_attempts_are_made(receiver: Receiver, hook: Make, administrator: User) -> None:
    """The general outbox gives up after a number of attempts; a webhook after its three days alone."""
    endpoint, _words = hook(administrator)
    receiver.replies = [status(500)] * 100
    delivery = services.send_test(endpoint, by=administrator, now=timezone.now())
    message = OutboxMessage.objects.get(key=delivery.key)
    while states(endpoint) == ["waiting"]:
        Endpoint.objects.update(failing_since=None, paused_at=None)  # as one whose other events are taken
        message.refresh_from_db()
        moment = message.next_attempt_at
        send_all(moment)

    assert states(endpoint) == ["ended"]
    assert moment - message.created_at >= timedelta(days=2, hours=23)
    assert len(receiver.calls) > 15


def test_it_is_repeated_under_the_same_id(receiver: Receiver, hook: Make, administrator: User, applicant: User) -> None:
    hook(administrator, events=["case.submitted"])
    world.application(applicant, **SMALL)
    send_all()
    [delivery] = Delivery.objects.all()

    services.repeat(delivery, by=administrator, now=timezone.now())
    send_all()

    first, second = receiver.calls
    assert (first.id, first.body) == (second.id, second.body)


# The right


def test_a_dismissed_administrator_is_told_nothing_more(
    receiver: Receiver, hook: Make, administrator: User, applicant: User
) -> None:
    colleague = world.staff(2)
    endpoint, _words = hook(colleague)
    world.application(applicant, **SMALL)
    User.objects.filter(pk=colleague.pk).update(is_active=False)

    send_all()

    assert receiver.calls == []
    assert set(states(endpoint)) == {"ended"}
    assert [record.event for record in Record.objects.about(endpoint)][-1] == "webhook.stopped"


def test_somebody_who_is_no_administrator_any_more_is_told_nothing(
    receiver: Receiver, hook: Make, administrator: User, applicant: User
) -> None:
    colleague = world.staff(2)
    hook(colleague)
    world.application(applicant, **SMALL)
    User.objects.filter(pk=colleague.pk).update(staff_role=StaffRole.SPECIALIST)

    send_all()

    assert receiver.calls == []


def test_a_webhook_of_a_revoked_representation_stops(
    receiver: Receiver, hook: Make, applicant: User, administrator: User, case: Case
) -> None:
    representative = world.representative(applicant, 1)
    representative.acts_for = world.applicant_of(applicant).pk
    endpoint, _words = hook(representative)
    write_to(case, administrator)
    send_all()
    assert receiver.heard == ["case.message_added"]

    representative.representation_set.update(revoked_at=timezone.now())
    write_to(case, administrator)
    send_all()

    assert receiver.heard == ["case.message_added"]
    assert Endpoint.objects.get(pk=endpoint.pk).removed_at is not None


def test_a_blocked_applicant_is_told_nothing(
    receiver: Receiver, hook: Make, applicant: User, administrator: User, case: Case
) -> None:
    hook(applicant)
    write_to(case, administrator)
    applicants.block(world.applicant_of(applicant), reason="подлог", by=administrator, now=NOW)

    send_all()

    assert receiver.calls == []


def test_a_removed_webhook_is_told_nothing_of_what_waits(
    receiver: Receiver, hook: Make, administrator: User, applicant: User
) -> None:
    endpoint, _words = hook(administrator)
    world.application(applicant, **SMALL)
    services.remove_endpoint(endpoint, by=administrator, now=timezone.now())

    send_all()

    assert receiver.calls == []
    assert set(states(endpoint)) == {"ended"}


def test_staff_without_the_second_factor_are_told_nothing(
    receiver: Receiver, hook: Make, administrator: User, settings: Any
) -> None:
    endpoint, _words = hook(administrator)
    services.send_test(endpoint, by=administrator, now=timezone.now())
    settings.SECOND_FACTOR_REQUIRED = True

    send_all()

    assert receiver.calls == []


def test_only_those_who_may_have_one_make_one(hook: Make, administrator: User) -> None:
    for role in (StaffRole.SPECIALIST, StaffRole.OBSERVER):
        with pytest.raises(NotForWebhooks):
            hook(world.staff(5 if role == StaffRole.OBSERVER else 6, role))


def test_a_second_press_makes_no_second_webhook(receiver: Receiver, administrator: User) -> None:
    asked: dict[str, Any] = {"name": "1С", "url": receiver.url, "events": [], "kinds": [], "key": uuid.uuid4()}
    services.make_endpoint(**asked, by=administrator, now=NOW)

    with pytest.raises(EndpointAlreadyMade):
        services.make_endpoint(**asked, by=administrator, now=NOW)


def test_there_is_an_end_to_webhooks(hook: Make, administrator: User) -> None:
    for _ in range(services.ENDPOINTS_AT_MOST):
        hook(administrator)

    with pytest.raises(TooManyEndpoints):
        hook(administrator)


# None is lost


def test_a_worker_that_is_killed_loses_none(receiver: Receiver, committed: GridCompany, django_db_blocker: Any) -> None:
    """It dies after the request has left and before it is written down: the event comes again under the same id."""
    with django_db_blocker.unblock(), inside(committed):
        person = world.staff(1)
        endpoint, _words = services.make_endpoint(
            name="1С", url=receiver.url, events=[], kinds=[], by=person, key=uuid.uuid4(), now=timezone.now()
        )
        sent = [services.send_test(endpoint, by=person, now=timezone.now()) for _ in range(3)]

        class Killed(BaseException):
            pass

        def die(handler: Any) -> None:
            status(204)(handler)

        first = OutboxMessage.objects.get(key=sent[0].key)
        receiver.replies = [die]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Delivery, "note_answer", lambda *args, **kwargs: (_ for _ in ()).throw(Killed()))
            with pytest.raises(Killed):
                deliver_message(first.pk, now=timezone.now())
        assert states(endpoint) == ["waiting"] * 3
        assert due.subjects(DELIVER) >= {OutboxMessage.objects.get(key=one.key).pk for one in sent}

        send_all()

        assert [call.id for call in receiver.calls] == [f"msg_{one.webhook_id.hex}" for one in (sent[0], *sent)]
        assert receiver.calls[0].body == receiver.calls[1].body
        assert states(endpoint) == ["delivered"] * 3


def test_two_workers_keep_the_order(receiver: Receiver, committed: GridCompany, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), inside(committed):
        person = world.staff(1)
        endpoint, _words = services.make_endpoint(
            name="1С", url=receiver.url, events=[], kinds=[], by=person, key=uuid.uuid4(), now=timezone.now()
        )
        sent = [services.send_test(endpoint, by=person, now=timezone.now()) for _ in range(30)]
        messages = [OutboxMessage.objects.get(key=one.key).pk for one in sent]

    def work(numbers: list[int]) -> None:
        with django_db_blocker.unblock(), inside(committed):
            try:
                for number in numbers:
                    deliver_message(number, now=timezone.now())
            finally:
                connection.close()

    workers = [threading.Thread(target=work, args=[order]) for order in (messages, messages[::-1], messages[10:])]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with django_db_blocker.unblock(), inside(committed):
        send_all()
        assert states(endpoint) == ["delivered"] * 30

    assert [call.id for call in receiver.calls] == [f"msg_{one.webhook_id.hex}" for one in sent]


def test_a_company_without_webhooks_pays_one_query(
    administrator: User, applicant: User, case: Case, queries: Callable[[], Any], receiver: Receiver
) -> None:
    with queries() as asked:
        write_to(case, administrator)

    assert len([sql for sql in asked if "webhooks_" in sql]) <= 2  # of the message and of the assignee


def test_the_body_is_json_that_says_what_and_when(receiver: Receiver, hook: Make, administrator: User) -> None:
    endpoint, _words = hook(administrator)
    services.send_test(endpoint, by=administrator, now=NOW)
    send_all()

    [call] = receiver.calls
    assert json.loads(call.body) == {"type": "test", "timestamp": NOW.isoformat(), "data": {}}
