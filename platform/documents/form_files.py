"""Files of plain forms: each is written to a temporary file that never exceeds the size we accept."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from .policy import policy


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Stops writing a file at the limit, but counts its bytes to the end, so that the refusal can state its size.

    The other files of the same form are kept, and the disk never holds more than the limit per file.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.limit = policy().max_file_size

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start < self.limit + 1:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        upload = super().file_complete(file_size)
        if upload is not None:
            upload.size = file_size
        return upload
