"""`manage.py check_storage`: what a bucket lacks to keep contracts, against an S3 that can and one that cannot."""

import io
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from documents.storage import client_of

BUCKET = "contracts"


class Guarded:
    """moto with the door that it lacks: it would let anybody list a bucket.

    Open, it gives objects to whoever knows their names, and lists nothing: so strangers are told 403 of one that is
    not there.
    """

    def __init__(self) -> None:
        self.is_open = False
        self._moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if "HTTP_AUTHORIZATION" in environ:
            return self._moto(environ, start_response)
        if self.is_open and not environ["QUERY_STRING"]:
            told: list[Any] = []
            trusted = {**environ, "HTTP_AUTHORIZATION": "anybody"}
            body = list(self._moto(trusted, lambda *said: told.extend(said)))
            if told[0].startswith("200"):
                start_response(*told)
                return body
        start_response("403 Forbidden", [("Content-Length", "0")])
        return []


@pytest.fixture(scope="module")
def guard() -> Guarded:
    return Guarded()


@pytest.fixture(scope="module")
def server(guard: Guarded) -> Iterator[str]:
    running = make_server("127.0.0.1", 0, guard, threaded=True)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def s3(server: str, settings: Any) -> Iterator[Any]:
    """A client of a server on which our bucket does not exist yet."""
    settings.S3_ENDPOINT_URL, settings.S3_BUCKET = server, BUCKET
    client = client_of(server)
    yield client
    for version in client.list_object_versions(Bucket=BUCKET).get("DeleteMarkers", []):
        client.delete_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])
    for version in client.list_object_versions(Bucket=BUCKET).get("Versions", []):
        client.delete_object(
            Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"], BypassGovernanceRetention=True
        )
    client.delete_bucket(Bucket=BUCKET)
    client.close()


def lock_of(*, years: int) -> Any:
    """Of nothing, if there are no years."""
    rule = {"Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Years": years}}} if years else {}
    return {"ObjectLockEnabled": "Enabled", **rule}


def make_good(s3: Any) -> None:
    s3.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object_lock_configuration(Bucket=BUCKET, ObjectLockConfiguration=lock_of(years=1))
    closed = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=dict.fromkeys(closed, True))
    encryption = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    s3.put_bucket_encryption(Bucket=BUCKET, ServerSideEncryptionConfiguration=encryption)
    rule = {
        "ID": "unfinished",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2},
    }
    s3.put_bucket_lifecycle_configuration(Bucket=BUCKET, LifecycleConfiguration={"Rules": [rule]})


def told() -> tuple[str, bool]:
    """What the command says, and whether it is content."""
    out = io.StringIO()
    try:
        call_command("check_storage", stdout=out)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


def test_a_good_bucket_is_good(s3: Any) -> None:
    make_good(s3)
    said, content = told()

    assert content, said
    assert "Бакет годится" in said
    assert "НЕТ" not in said


def test_a_bare_bucket_lacks_nearly_everything(s3: Any) -> None:
    s3.create_bucket(Bucket=BUCKET)
    said, content = told()

    assert not content
    for missing in ("запрещён", "versioning", "object lock", "lifecycle"):
        [line] = [line for line in said.splitlines() if missing in line.split(":")[0]]
        assert line.strip().startswith("НЕТ"), line


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda s3: s3.put_bucket_acl(Bucket=BUCKET, ACL="public-read"), "ACL"),
        (lambda s3: s3.delete_bucket_encryption(Bucket=BUCKET), "Шифрование"),
        (lambda s3: s3.delete_bucket_lifecycle(Bucket=BUCKET), "lifecycle"),
        (lambda s3: s3.delete_public_access_block(Bucket=BUCKET), "public access block"),
        (
            lambda s3: s3.put_object_lock_configuration(Bucket=BUCKET, ObjectLockConfiguration=lock_of(years=0)),
            "object lock",
        ),
        (
            lambda s3: s3.put_bucket_cors(
                Bucket=BUCKET,
                CORSConfiguration={"CORSRules": [{"AllowedMethods": ["PUT"], "AllowedOrigins": ["*"]}]},
            ),
            "CORS",
        ),
    ],
    ids=["acl", "encryption", "lifecycle", "public access", "lock without a term", "cors"],
)
def test_one_thing_missing_is_named(s3: Any, spoil: Any, what: str) -> None:
    make_good(s3)
    s3.delete_public_access_block(Bucket=BUCKET) if what == "ACL" else None
    spoil(s3)
    said, content = told()

    assert not content
    assert [line for line in said.splitlines() if "НЕТ" in line and what in line]


def test_a_bucket_open_to_strangers(s3: Any, guard: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    make_good(s3)
    monkeypatch.setattr(guard, "is_open", True)
    said, content = told()

    assert not content
    assert "НЕТ Без подписи ничего не отдаёт: закройте анонимный доступ" in said


def test_a_bucket_that_is_not_there(server: str, settings: Any) -> None:
    settings.S3_ENDPOINT_URL, settings.S3_BUCKET = server, "absent"
    with pytest.raises(CommandError, match="недоступен"):
        call_command("check_storage", stdout=io.StringIO())


def test_the_embedded_server_says_what_it_cannot_do() -> None:
    said, content = told()

    assert not content
    assert "Без подписи ничего не отдаёт" in said
    assert "сервер этого не умеет" in said
