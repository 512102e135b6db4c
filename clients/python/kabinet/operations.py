"""Every call that the client makes, as `docs/api/openapi.yaml` names it. A test holds the two against each other."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Operation:
    id: str  # `operationId`
    method: str
    path: str
    makes: bool = False  # bears an Idempotency-Key
    compares: bool = False  # bears If-Match


ME = Operation("me", "GET", "/me/")
CASES = Operation("cases", "GET", "/cases/")
CASE = Operation("case", "GET", "/cases/{id}/")
FEED = Operation("feed", "GET", "/cases/{id}/feed/")
ATTACH = Operation("document_add", "POST", "/cases/{id}/documents/", makes=True)
FILE = Operation("document_file", "GET", "/documents/{id}/file/")
BEGIN_UPLOAD = Operation("upload_begin", "POST", "/uploads/")
SEND_PART = Operation("upload_part", "PUT", "/uploads/{key}/parts/{number}/")
FINISH_UPLOAD = Operation("upload_finish", "POST", "/uploads/{key}/finish/")
START = Operation("application_start", "POST", "/applications/", makes=True)
ANSWERS = Operation("answers", "GET", "/applications/{id}/answers/")
CHANGE_ANSWERS = Operation("answers_change", "PATCH", "/applications/{id}/answers/", compares=True)
READINESS = Operation("readiness", "GET", "/applications/{id}/readiness/")
SUBMIT = Operation("application_submit", "POST", "/applications/{id}/submission/", makes=True)
CHANGES = Operation("changes", "GET", "/changes/")

ALL = [value for value in list(globals().values()) if isinstance(value, Operation)]
