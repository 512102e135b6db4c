"""Whether the bucket is fit to keep contracts; `manage.py check_storage` asks after installation and after changes."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from django.conf import settings

from ..storage import client_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PROBE = "check-storage"  # an existing object, because S3 often refuses strangers an object that does not exist
_SECONDS = 10
_UNKNOWN = "сервер этого не умеет или не показывает"
_REFUSALS = {400, 401, 403}
# The codes by which S3 says that something was never configured.
_NOT_SET = {
    "NoSuchPublicAccessBlockConfiguration", "NoSuchBucketPolicy", "ObjectLockConfigurationNotFoundError",
    "ServerSideEncryptionConfigurationNotFoundError", "NoSuchLifecycleConfiguration", "NoSuchCORSConfiguration",
}  # fmt: skip
_EVERYBODY = "http://acs.amazonaws.com/groups/global/AllUsers"
_EVERYBODY_SIGNED_IN = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"


@dataclass(frozen=True)
class Finding:
    """The result of one check. `ok` is None if the server cannot tell; `words` say what to do."""

    what: str
    ok: bool | None
    words: str


@dataclass(frozen=True)
class Check:
    what: str
    ask: Callable[["S3Client", str], bool]
    remedy: str
    fine_if_not_set: bool = False

    def find(self, client: "S3Client", bucket: str) -> Finding:
        try:
            ok = self.ask(client, bucket)
        except KeyError:  # a simple server mistakes the request for another one
            return Finding(self.what, None, _UNKNOWN)
        except ClientError as error:
            if error.response["Error"]["Code"] not in _NOT_SET:
                return Finding(self.what, None, _UNKNOWN)
            ok = self.fine_if_not_set
        return Finding(self.what, ok, "да" if ok else self.remedy)


def findings() -> Iterator[Finding]:
    """One finding for each thing that a bucket must have. Raises what boto3 raises if the bucket does not exist."""
    client, bucket = client_of(settings.S3_ENDPOINT_URL), settings.S3_BUCKET
    client.head_bucket(Bucket=bucket)
    client.put_object(Bucket=bucket, Key=_PROBE, Body=b"nothing secret")
    try:
        yield _closed_to_strangers(bucket)
    finally:
        client.delete_object(Bucket=bucket, Key=_PROBE)
    for check in CHECKS:
        yield check.find(client, bucket)


def _closed_to_strangers(bucket: str) -> Finding:
    """Ask without a signature, as any stranger could."""
    what = "Без подписи ничего не отдаёт"
    for path in (f"{bucket}/{_PROBE}", f"{bucket}?list-type=2"):
        try:
            urllib.request.urlopen(f"{settings.S3_ENDPOINT_URL}/{path}", timeout=_SECONDS).close()  # noqa: S310
        except urllib.error.HTTPError as refusal:
            refusal.close()
            if refusal.code in _REFUSALS:
                continue
        except OSError:
            return Finding(what, None, "сервер не отвечает на запрос без подписи")
        return Finding(what, False, "закройте анонимный доступ к бакету (политика, ACL)")
    return Finding(what, True, "да")


def _public_access_is_blocked(client: "S3Client", bucket: str) -> bool:
    return all(client.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())


def _acl_is_private(client: "S3Client", bucket: str) -> bool:
    grantees = [grant.get("Grantee", {}).get("URI") for grant in client.get_bucket_acl(Bucket=bucket)["Grants"]]
    return not {_EVERYBODY, _EVERYBODY_SIGNED_IN} & set(grantees)


def _policy_is_private(client: "S3Client", bucket: str) -> bool:
    return not client.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"]


def _versions_are_kept(client: "S3Client", bucket: str) -> bool:
    return client.get_bucket_versioning(Bucket=bucket).get("Status") == "Enabled"


def _objects_are_locked(client: "S3Client", bucket: str) -> bool:
    lock = client.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
    # Without a default retention nothing is locked, because we set none on single objects.
    return lock.get("ObjectLockEnabled") == "Enabled" and "DefaultRetention" in lock.get("Rule", {})


def _bytes_are_encrypted(client: "S3Client", bucket: str) -> bool:
    return bool(client.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"])


def _unfinished_uploads_end(client: "S3Client", bucket: str) -> bool:
    rules = client.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    return any(rule["Status"] == "Enabled" and "AbortIncompleteMultipartUpload" in rule for rule in rules)


def _pages_of_others_are_kept_out(client: "S3Client", bucket: str) -> bool:
    return not client.get_bucket_cors(Bucket=bucket)["CORSRules"]


CHECKS = (
    Check("Публичный доступ запрещён (public access block)", _public_access_is_blocked, "включите все четыре запрета"),
    Check("Список доступа (ACL) закрыт", _acl_is_private, "уберите права AllUsers и AuthenticatedUsers"),
    Check("Политика бакета не открывает его всем", _policy_is_private, "уберите Principal «*»", fine_if_not_set=True),
    Check("Версии объектов хранятся (versioning)", _versions_are_kept, "включите versioning"),
    Check(
        "Объекты нельзя стереть до срока (object lock)",
        _objects_are_locked,
        "создайте бакет с object lock (существующему его обычно не добавить) и задайте срок по умолчанию",
    ),
    Check("Шифрование по умолчанию", _bytes_are_encrypted, "задайте шифрование по умолчанию (SSE)"),
    Check(
        "Незавершённые загрузки удаляются (lifecycle)",
        _unfinished_uploads_end,
        "добавьте правило AbortIncompleteMultipartUpload, например через 2 дня",
    ),
    Check(
        "CORS не настроен: браузер сюда не пишет",
        _pages_of_others_are_kept_out,
        "удалите правила CORS",
        fine_if_not_set=True,
    ),
)
