"""S3 through boto3: one bucket, in which every key begins with the schema of the company current at the call."""

import logging
import threading
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from functools import cache
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

import boto3
from boto3.exceptions import S3UploadFailedError
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from telemetry import traces
from tenancy.company import NoCompany, connection, is_public
from tenancy.errors import StorageUnavailable

from .breaker import Breaker, CircuitOpen

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


log = logging.getLogger(__name__)

PLACE_SECONDS = 1  # how long a call waits if too many calls are running


class UploadForgotten(Exception):
    """S3 does not know this multipart upload, or a part of it: it was completed, aborted or lost."""


class Absent(StorageUnavailable):
    """S3 answers that it has no such object."""


class Replaced(StorageUnavailable):
    """S3 gave a complete object whose length is not the stored one: the object was replaced, not cut short."""


class Storage:
    """The operations of S3 that the services need. Network errors are raised as StorageUnavailable."""

    def __init__(self) -> None:
        self._client = client_of(settings.S3_ENDPOINT_URL, patience=settings.S3_SECONDS)
        self._prober = client_of(settings.S3_ENDPOINT_URL, patience=3, tries=1)  # a health probe must not wait long
        self._signer = client_of(settings.S3_PUBLIC_ENDPOINT_URL)
        self._bucket = settings.S3_BUCKET
        self._breaker = Breaker(
            failures=settings.S3_FAILURES,
            rest=settings.S3_REST_SECONDS,
            at_once=settings.S3_CALLS_AT_ONCE,
            patience=PLACE_SECONDS,
        )

    def put(self, key: str, content: IO[bytes], *, content_type: str) -> None:
        """Store `content` from its present position under `key` of this company. Returns when S3 has the bytes."""
        with self._asking():
            self._client.upload_fileobj(content, self._bucket, _full(key), ExtraArgs={"ContentType": content_type})

    def copy(self, key: str, to: str) -> None:
        """Copy an object of this company inside S3. Raises Absent if there is none."""
        source = {"Bucket": self._bucket, "Key": _full(key)}
        with self._asking():
            self._client.copy_object(Bucket=self._bucket, Key=_full(to), CopySource=source)  # type: ignore[arg-type]

    def begin(self, key: str) -> str:
        """Begin an object that comes in parts. Returns the identifier of the multipart upload."""
        with self._asking():
            return self._client.create_multipart_upload(Bucket=self._bucket, Key=_full(key))["UploadId"]

    def put_part(self, key: str, s3_id: str, number: int, content: bytes) -> str:
        """Store one part, numbered from 1. Returns its ETag. Raises UploadForgotten if S3 does not know the upload."""
        with self._asking():
            return self._client.upload_part(
                Bucket=self._bucket, Key=_full(key), UploadId=s3_id, PartNumber=number, Body=content
            )["ETag"]

    def complete(self, key: str, s3_id: str, parts: dict[int, str]) -> None:
        """Join the parts to one object. Raises UploadForgotten, also if the object has already been made."""
        listed = [{"PartNumber": number, "ETag": parts[number]} for number in sorted(parts)]
        with self._asking():
            self._client.complete_multipart_upload(
                Bucket=self._bucket,
                Key=_full(key),
                UploadId=s3_id,
                MultipartUpload={"Parts": listed},  # type: ignore[typeddict-item]
            )

    def abort(self, key: str, s3_id: str) -> None:
        """Remove the parts. It is no error if S3 no longer knows the upload."""
        with suppress(UploadForgotten), self._asking():
            self._client.abort_multipart_upload(Bucket=self._bucket, Key=_full(key), UploadId=s3_id)

    def size(self, key: str) -> int | None:
        """The size of an object in bytes; None if there is no such object."""
        return self._size(_full(key))

    def _size(self, full_key: str) -> int | None:
        try:
            with self._asking():
                return self._client.head_object(Bucket=self._bucket, Key=full_key)["ContentLength"]
        except Absent:
            return None

    def chunks(self, key: str, size: int = 1024 * 1024, *, expected: int | None = None) -> Generator[bytes, None, None]:
        """The bytes of an object piece by piece, so that memory holds one piece however large the file is.

        S3 is asked when the first piece is requested. The company is that of the call, so another thread may read.
        `expected` is the length of the object in bytes, if it is known. Raises Absent and StorageUnavailable, possibly
        after some pieces: an object that was cut short is never taken for a complete one.
        """
        return self._pieces(_full(key), size, expected)

    def _pieces(self, full_key: str, size: int, expected: int | None) -> Generator[bytes, None, None]:
        read = 0
        with ExitStack() as cleaning:
            with self._asking():
                body = cleaning.enter_context(
                    closing(self._client.get_object(Bucket=self._bucket, Key=full_key)["Body"])
                )
                pieces = body.iter_chunks(size)
                piece = next(pieces, b"")
            while piece:
                read += len(piece)
                yield piece
                with self._translated():  # not counted as a running call: the reader decides how long it takes
                    piece = next(pieces, b"")
        if expected is not None and read != expected:
            log.critical("S3 gave %d bytes of an object of %d", read, expected)
            raise Replaced if read > expected or self._size(full_key) == read else StorageUnavailable

    def link(self, key: str, *, file_name: str, content_type: str) -> str:
        """A link that works for S3_LINK_SECONDS and saves the file under its own name (RFC 6266).

        S3 is asked first whether the object exists, because a sentence on our page is better than an error of S3.
        """
        with self._asking():
            self._client.head_object(Bucket=self._bucket, Key=_full(key))
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
        """Key and modification time of every object of this company whose key begins with `beginning`."""
        prefix = _full("")
        pages = iter(
            self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix + beginning)
        )
        while True:
            with self._asking():
                page = next(pages, None)
            if page is None:
                return
            for item in page.get("Contents", []):
                yield item["Key"].removeprefix(prefix), item["LastModified"]

    def remove(self, key: str) -> None:
        """Remove an object. It is no error if it does not exist."""
        with self._asking():
            self._client.delete_object(Bucket=self._bucket, Key=_full(key))

    def answers(self) -> bool:
        """Whether S3 answers now. Fails within seconds, because a health probe is itself given up after a few."""
        try:
            self._prober.head_bucket(Bucket=self._bucket)
        except (BotoCoreError, ClientError):
            return False
        return True

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Run the block as one call of S3 under the breaker. Raises StorageUnavailable, Absent, UploadForgotten."""
        try:
            with self._breaker.call(), self._translated(), traces.call("S3"):
                yield
        except CircuitOpen as error:
            raise StorageUnavailable from error
        self._breaker.succeeded()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                self._breaker.failed()
            else:  # S3 works, although it refused this request
                self._breaker.succeeded()
            raise _why(error) from error
        except (BotoCoreError, S3UploadFailedError) as error:
            self._breaker.failed()
            raise StorageUnavailable from error


_making = threading.Lock()


def storage() -> Storage:
    """The storage of this process. Making a client costs tens of milliseconds, and threads may share one.

    Threads that ask at the same moment get the same one, because its breaker must count for all of them.
    """
    with _making:
        return _made()


@cache
def _made() -> Storage:
    return Storage()


def forget_storage() -> None:
    """Let the next caller make a new storage with the settings of that moment."""
    _made.cache_clear()


def attachment(file_name: str) -> str:
    """A Content-Disposition that no file name can break out of: the ASCII name is fixed, the real one is encoded."""
    extension = file_name.rsplit(".", 1)[-1] if "." in file_name else ""
    plain = f"document.{extension}" if extension.isascii() and extension.isalnum() else "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def client_of(endpoint: str, *, patience: float = 10, tries: int = 2) -> "S3Client":
    """A client of S3; `patience` is the greatest pause, in seconds, between two pieces of an answer."""
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


# InvalidPart: the same part was sent twice at once, and the row has the ETag of the copy that S3 replaced.
_FORGOTTEN = {"NoSuchUpload", "InvalidPart"}
_ABSENT = {"NoSuchKey", "404"}  # an answer to HEAD has no body that could name the error


def _why(error: ClientError) -> StorageUnavailable | UploadForgotten:
    if error.response["Error"]["Code"] in _FORGOTTEN:
        return UploadForgotten()
    if error.response["Error"]["Code"] in _ABSENT:
        return Absent()
    return StorageUnavailable()


def _full(key: str) -> str:
    if is_public():
        raise NoCompany("a file belongs to a company, but no company is chosen")
    return f"{connection.schema_name}/{key}"
