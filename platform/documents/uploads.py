"""How the body of an upload is read: to a temporary file, never more of it than we may keep."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Stops writing a file that has outgrown the limit, but counts on, so that the refusal can name its size.

    The other files of the same form are kept, and the disk never holds more than the limit per file.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start < settings.MAX_FILE_SIZE + 1:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        upload = super().file_complete(file_size)
        if upload is not None:
            upload.size = file_size
        return upload
