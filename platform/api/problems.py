"""Every refusal is a problem of RFC 9457: a code for machines, a Russian sentence for people, fields by name."""

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from telemetry import context as request_context
from tenancy.errors import DomainError

CONTENT_TYPE = "application/problem+json"
SENTENCES = {
    400: ("bad_request", "Запрос не разобрать: проверьте его вид по описанию API."),
    401: ("key_missing", "Передайте ключ в заголовке Authorization."),
    403: ("not_allowed", "Это не разрешено."),
    404: ("not_found", "Не найдено: такого нет, или вам это не видно."),
    405: ("method_not_allowed", "У этого адреса нет такого метода: разрешённые названы в заголовке Allow."),
    409: ("not_possible_now", "Сейчас это сделать нельзя."),
    413: ("too_large", "Запрос слишком велик."),
    415: ("media_type_not_supported", "Передайте тело запроса как application/json."),
    422: ("fields_wrong", "Проверьте поля, названные в errors."),
    429: ("too_many_requests", "Слишком много запросов: повторите через время, названное в заголовке Retry-After."),
    500: ("server_error", "У нас ошибка, мы уже знаем о ней. Назовите request_id, если обратитесь к нам."),
    503: ("unavailable", "Сейчас недоступно, повторите позже."),
}


def problem(status: int, *, code: str = "", detail: str = "", **more: Any) -> dict[str, Any]:
    usual_code, usual_detail = SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])
    code = code or usual_code
    return {
        "type": f"urn:kabinet:problem:{code}",
        "title": usual_detail,
        "status": status,
        "detail": detail or usual_detail,
        "code": code,
        "request_id": request_context.request_id(),
        **more,
    }


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """What Django REST framework asks of an exception; None for one that nobody has foreseen, which is a 500."""
    headers: dict[str, str] = {}
    if isinstance(error, DomainError):
        more = {"errors": error.fields} if isinstance(error, FieldsWrong) else {}
        said = problem(error.status, code=error.code, detail=error.message, **more)
        if error.retry_after:
            headers["Retry-After"] = str(error.retry_after)
        if error.status == 401:
            headers["WWW-Authenticate"] = "Bearer"
    elif isinstance(error, Http404 | PermissionDenied):
        said = problem(404)
    elif isinstance(error, RequestDataTooBig):
        said = problem(413)
    elif isinstance(error, exceptions.ValidationError):
        said = problem(422, errors=by_field(error.detail))
    elif isinstance(error, exceptions.APIException):
        said = problem(error.status_code)
    else:
        return None
    return Response(said, status=said["status"], headers=headers, content_type=CONTENT_TYPE)


class FieldsWrong(DomainError):
    """What a form of ours has found, by the names of its fields."""

    status = 422
    code = "fields_wrong"
    message = SENTENCES[422][1]

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self.fields = fields
        super().__init__()


def by_field(detail: Any) -> dict[str, list[str]]:
    """Sentences by the name of the field, of a field in a list «items.0.title»; of the whole under an empty name."""
    found: dict[str, list[str]] = {}

    def gather(value: Any, name: str) -> None:
        if isinstance(value, dict):
            for part, inner in value.items():
                gather(inner, "" if part == "non_field_errors" else f"{name}.{part}".lstrip("."))
        elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
            for number, inner in enumerate(value):
                gather(inner, f"{name}.{number}")
        else:
            found.setdefault(name, []).extend(map(str, value if isinstance(value, list) else [value]))

    gather(detail, "")
    return found
