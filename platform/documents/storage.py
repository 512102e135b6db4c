"""S3 through boto3. One bucket; every key begins with the company, and the company is read at each call."""

from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime
from functools import cache
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from tenancy.company import NoCompany, connection, is_public
from tenancy.errors import StorageUnavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class UploadForgotten(Exception):
    """S3 does not know this multipart upload, or a part of it: it was completed, aborted or lost."""


class Absent(StorageUnavailable):
    """S3 answers, and has no such object."""


class Storage:
    """What the rules need of S3. Errors of the network come out as StorageUnavailable."""

    def __init__(self) -> None:
        self._client = client_of(settings.S3_ENDPOINT_URL)
        self._prober = client_of(settings.S3_ENDPOINT_URL, patience=3, tries=1)  # a probe is not kept waiting
        self._signer = client_of(settings.S3_PUBLIC_ENDPOINT_URL)
        self._bucket = settings.S3_BUCKET

    def put(self, key: str, content: IO[bytes], *, content_type: str) -> None:
        """Put the whole of `content` under `key` of this company; returns when S3 has the bytes."""
        try:
            self._client.upload_fileobj(content, self._bucket, _full(key), ExtraArgs={"ContentType": content_type})
        except (BotoCoreError, ClientError) as error:
            raise StorageUnavailable from error

    def begin(self, key: str) -> str:
        """Begin an object that comes in parts. Returns the number under which S3 knows it."""
        try:
            return self._client.create_multipart_upload(Bucket=self._bucket, Key=_full(key))["UploadId"]
        except (BotoCoreError, ClientError) as error:
            raise StorageUnavailable from error

    def put_part(self, key: str, s3_id: str, number: int, content: bytes) -> str:
        """One part, numbered from 1. Returns its ETag. Raises UploadForgotten when S3 no longer knows the upload."""
        try:
            return self._client.upload_part(
                Bucket=self._bucket, Key=_full(key), UploadId=s3_id, PartNumber=number, Body=content
            )["ETag"]
        except (BotoCoreError, ClientError) as error:
            raise _why(error) from error

    def complete(self, key: str, s3_id: str, parts: dict[int, str]) -> None:
        """Make one object of the parts. Raises UploadForgotten, also when it has been made already."""
        listed = [{"PartNumber": number, "ETag": parts[number]} for number in sorted(parts)]
        try:
            self._client.complete_multipart_upload(
                Bucket=self._bucket,
                Key=_full(key),
                UploadId=s3_id,
                MultipartUpload={"Parts": listed},  # type: ignore[typeddict-item]
            )
        except (BotoCoreError, ClientError) as error:
            raise _why(error) from error

    def abort(self, key: str, s3_id: str) -> None:
        """Forget the parts. One that S3 does not know is forgotten already."""
        try:
            self._client.abort_multipart_upload(Bucket=self._bucket, Key=_full(key), UploadId=s3_id)
        except (BotoCoreError, ClientError) as error:
            if not isinstance(why := _why(error), UploadForgotten):
                raise why from error

    def size(self, key: str) -> int | None:
        """Of an object, in bytes; None where there is none."""
        try:
            return self._client.head_object(Bucket=self._bucket, Key=_full(key))["ContentLength"]
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return None
            raise StorageUnavailable from error
        except BotoCoreError as error:
            raise StorageUnavailable from error

    def chunks(self, key: str, size: int = 1024 * 1024) -> Generator[bytes, None, None]:
        """The bytes of an object piece by piece, so that memory holds one piece whatever the file weighs.

        S3 is asked when the first piece is; the company is that of the call, so another thread may do the reading.
        Raises Absent, StorageUnavailable, also half-way: an object cut short is never taken for a whole one.
        """
        return self._pieces(_full(key), size)

    def _pieces(self, full_key: str, size: int) -> Generator[bytes, None, None]:
        try:
            with closing(self._client.get_object(Bucket=self._bucket, Key=full_key)["Body"]) as body:
                yield from body.iter_chunks(size)
        except ClientError as error:
            raise (Absent if error.response["Error"]["Code"] == "NoSuchKey" else StorageUnavailable) from error
        except BotoCoreError as error:
            raise StorageUnavailable from error

    def link(self, key: str, *, file_name: str, content_type: str) -> str:
        """A link that works for S3_LINK_SECONDS and saves the file under its own name (RFC 6266).

        S3 is asked first: a sentence on our page is better than a browser's error on a dead link.
        """
        try:
            self._client.head_object(Bucket=self._bucket, Key=_full(key))
        except (BotoCoreError, ClientError) as error:
            raise StorageUnavailable from error
        return self._signer.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": _full(key),
                "ResponseContentDisposition": attachment(file_name),
                "ResponseContentType": content_type,
            },
            ExpiresIn=settings.S3_LINK_SECONDS,
        )

    def listed(self, beginning: str = "") -> Iterator[tuple[str, datetime]]:
        """(key, last modified) of every object of this company whose key begins so."""
        prefix = _full("")
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix + beginning)
        try:
            for page in pages:
                for item in page.get("Contents", []):
                    yield item["Key"].removeprefix(prefix), item["LastModified"]
        except (BotoCoreError, ClientError) as error:
            raise StorageUnavailable from error

    def remove(self, key: str) -> None:
        """Gone already is gone."""
        try:
            self._client.delete_object(Bucket=self._bucket, Key=_full(key))
        except (BotoCoreError, ClientError) as error:
            raise StorageUnavailable from error

    def answers(self) -> bool:
        """Now, within seconds: of what asks, some is itself given up after a few."""
        try:
            self._prober.head_bucket(Bucket=self._bucket)
        except (BotoCoreError, ClientError):
            return False
        return True


@cache
def storage() -> Storage:
    """One per process: making a client costs tens of milliseconds, and clients may be shared by threads."""
    return Storage()


def attachment(file_name: str) -> str:
    """A Content-Disposition which no name can break out of: the ASCII one is fixed, the real one is encoded."""
    extension = file_name.rsplit(".", 1)[-1] if "." in file_name else ""
    plain = f"document.{extension}" if extension.isascii() and extension.isalnum() else "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def client_of(endpoint: str, *, patience: float = 30, tries: int = 3) -> "S3Client":
    """`patience` is in seconds, from one piece of an answer to the next."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=settings.S3_REGION,
        aws_access_key_id=settings.S3_ACCESS_KEY,
        aws_secret_access_key=settings.S3_SECRET_KEY,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=2,
            read_timeout=patience,
            retries={"total_max_attempts": tries, "mode": "standard"},
            max_pool_connections=20,
        ),
    )


# InvalidPart: two tries of one part were under way, and the row has the ETag of the one that S3 replaced.
_FORGOTTEN = {"NoSuchUpload", "InvalidPart"}


def _why(error: Exception) -> StorageUnavailable | UploadForgotten:
    if isinstance(error, ClientError) and error.response["Error"]["Code"] in _FORGOTTEN:
        return UploadForgotten()
    return StorageUnavailable()


def _full(key: str) -> str:
    if is_public():
        raise NoCompany("a file belongs to a company, but no company is chosen")
    return f"{connection.schema_name}/{key}"
