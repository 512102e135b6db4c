"""What runs by itself and at the terminal."""

import io

import pytest
from django.core.management import CommandError, call_command

from documents.storage import storage
from signing import services, tasks
from signing.models import Signature, SignatureCheck
from signing.signals import changed
from signing.trust import tasks as trust_tasks
from signing.trust.models import AuthorityList
from tenancy.company import NoCompany, in_public
from tests import world
from tests.moment import NOW
from tests.signing import by_certificate as made
from tests.signing.by_certificate import HOUR


@pytest.fixture
def waiting(pki, here, administrator, owner, signer, head_of_company):
    """A signature whose issuer has published no list yet."""
    made.make_trusted(pki, lists=False)
    request = made.asked(administrator, owner)[0]
    raw = made.signature(pki, head_of_company, request)
    return services.sign_qualified(request, raw, by=signer, now=NOW)


def test_a_worker_settles_what_waits_and_leaves_alone_what_is_settled(pki, waiting):
    made.keep_list(pki.issuer, now=NOW + 2 * HOUR)
    tasks.attend(waiting.pk)
    settled = Signature.objects.get()
    assert (settled.status, settled.next_check_at) == ("valid", None)  # by a list issued after it
    tasks.attend(waiting.pk)
    assert SignatureCheck.objects.count() == 2


def test_a_worker_needs_a_company(waiting):
    with in_public(), pytest.raises(NoCompany):
        tasks.attend(waiting.pk)


def test_a_changed_file_is_noted_once_and_the_worker_stops(waiting, caplog):
    key = str(waiting.request.document.key)
    storage().put(key, io.BytesIO(world.PDF + b"!"), content_type="application/pdf")
    tasks.attend(waiting.pk)
    tasks.attend(waiting.pk)
    assert [line.levelname for line in caplog.records if "stored bytes" in line.message] == ["CRITICAL"]
    assert [check.code for check in waiting.checks.all()] == ["revocation_unknown", "other_document"]


def test_a_lost_file_is_noted_once_and_the_worker_stops(waiting, caplog):
    storage().remove(str(waiting.request.document.key))
    heard = []

    def hear(sender, *, event, **_rest):
        heard.append(event)

    changed.connect(hear)
    try:
        tasks.attend(waiting.pk)
        tasks.attend(waiting.pk)
    finally:
        changed.disconnect(hear)
    signature = Signature.objects.get()
    assert (signature.status, signature.code, signature.next_check_at) == ("indeterminate", "no_document", None)
    assert [check.code for check in waiting.checks.all()] == ["revocation_unknown", "no_document"]
    assert heard == ["lost"]
    assert [line.message for line in caplog.records if line.levelname == "CRITICAL"] == [
        f"document {waiting.request.document.pk} is gone from the storage"
    ]
    assert signature.request.document.is_lost


def test_the_command_looks_at_what_waits_and_with_all_at_everything(pki, waiting):
    made.keep_list(pki.issuer, now=NOW + HOUR)
    said = io.StringIO()
    call_command("recheck_signatures", stdout=said)
    call_command("recheck_signatures", stdout=said)  # nothing waits any more
    call_command("recheck_signatures", all=True, stdout=said)
    line = f"ООО «Горсеть»: подпись {waiting.pk}: Подпись верна (ok)"
    assert said.getvalue().splitlines() == [line, line]


def test_the_command_fails_where_a_signature_could_not_be_checked(waiting):
    storage().remove(str(waiting.request.document.key))
    with pytest.raises(CommandError, match="Не проверено подписей: 1"):
        call_command("recheck_signatures", stderr=io.StringIO())


def test_the_nightly_list_is_fetched_and_a_failure_keeps_the_last(pki, waiting, network, settings, caplog):
    settings.SIGNING_AUTHORITIES_URL = network.url("/list.xml")
    trust_tasks.refresh_authorities()
    assert "was not renewed" in caplog.text
    network.answers["/list.xml"] = lambda body: made.authority_list([made.listed(pki), made.nobody()])
    trust_tasks.refresh_authorities()
    assert AuthorityList.objects.latest("fetched_at").authorities_count == 2
    assert "appeared: УЦ «Другой», ОГРН 1027700071530" in caplog.text


def test_lists_are_refreshed_by_the_hour(waiting, network):
    trust_tasks.refresh_revocations()  # of hosts that nobody listed: nothing comes, nothing breaks
    assert network.asked == []
