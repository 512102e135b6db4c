"""Files of one company are out of the other's reach."""

import io
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.utils import timezone

from documents import services
from documents.models import Document, Upload
from documents.storage import storage
from tenancy.company import NoCompany, in_public, inside
from tests import world

from .conftest import Side


def document_of(side: Side) -> Document:
    document = side.document.document
    assert document is not None
    return document


def fetch(link: str) -> bytes:
    with urllib.request.urlopen(link, timeout=5) as answer:
        content: bytes = answer.read()
        return content


def test_a_key_begins_with_the_company(twins: tuple[Side, Side]) -> None:
    for side in twins:
        link = side.applicant_client.get(f"/documents/{side.document.pk}/")["Location"]
        assert f"/{side.company.schema_name}/{document_of(side).key}?" in link
        assert fetch(link).startswith(b"%PDF")


def test_the_same_key_at_both_is_two_files(twins: tuple[Side, Side]) -> None:
    links = []
    for side, content in zip(twins, (b"north", b"south"), strict=True):
        with inside(side.company):
            storage().put("same", io.BytesIO(content), content_type="text/plain")
            links.append(storage().link("same", file_name="a.txt", content_type="text/plain"))

    assert [fetch(link) for link in links] == [b"north", b"south"]


def test_a_link_cannot_be_bent_towards_another_company(twins: tuple[Side, Side]) -> None:
    north, south = twins
    link = north.applicant_client.get(f"/documents/{north.document.pk}/")["Location"]
    for bent in (
        link.replace("/gorset/", "/teploset/").replace(str(document_of(north).key), str(document_of(south).key)),
        link.replace("/gorset/", "/gorset/../teploset/"),
        link.replace("/gorset/", "/gorset%2f..%2fteploset/"),
    ):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            fetch(bent)
        refusal.value.close()
        assert refusal.value.code in {400, 403, 404}


def test_the_right_is_asked_each_time(twins: tuple[Side, Side]) -> None:
    north, _south = twins
    assert north.applicant_client.get(f"/documents/{north.document.pk}/").status_code == 302
    north.applicant_client.post("/accounts/logout/")

    answer = north.applicant_client.get(f"/documents/{north.document.pk}/")
    assert answer["Location"].startswith("/accounts/login/")


def test_sweeping_one_leaves_the_other_alone(twins: tuple[Side, Side]) -> None:
    north, south = twins
    for side in twins:
        with inside(side.company):
            storage().put("orphan", io.BytesIO(b"x"), content_type="text/plain")
    with inside(north.company):
        services.sweep_orphans(now=timezone.now() + timedelta(days=2))
        assert "orphan" not in {key for key, _modified in storage().listed()}
    with inside(south.company):
        kept = {key for key, _modified in storage().listed()}

    assert {"orphan", str(document_of(south).key)} <= kept


def test_an_upload_of_one_company_is_none_at_the_other(twins: tuple[Side, Side]) -> None:
    north, south = twins
    with inside(north.company):
        upload = world.uploaded(north.applicant, "case:1", cut=True)
    for act, method in (("parts/1", "put"), ("finish", "post"), ("cancel", "post")):
        answer = getattr(south.applicant_client, method)(f"/uploads/{upload.key}/{act}/")
        assert answer.status_code == 404

    with inside(north.company):
        assert Upload.objects.get() == upload
    with inside(south.company):
        assert not Upload.objects.exists()


def test_without_a_company_there_are_no_files(db: None) -> None:
    with in_public(), pytest.raises(NoCompany):
        storage().put("x", io.BytesIO(b"x"), content_type="text/plain")
