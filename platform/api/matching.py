"""`ETag` and `If-Match`: whoever changes what several people change says which version they have read."""

from typing import Any

from tenancy.errors import DomainError


class VersionMissing(DomainError):
    status = 428
    code = "version_missing"
    message = "Передайте заголовок If-Match с ETag из прошлого чтения: иначе можно затереть чужую правку."


class VersionPassed(DomainError):
    status = 412
    code = "changed_meanwhile"
    message = "Это изменили после того, как вы прочитали. Прочитайте заново и повторите с новым ETag."


def tag(version: int) -> str:
    return f'"{version}"'


def version_of(request: Any) -> int:
    """What `If-Match` names. Raises VersionMissing, and VersionPassed for what was never a version of ours."""
    given = request.headers.get("If-Match", "").strip().removeprefix("W/")  # compression weakens a tag on its way
    if not given:
        raise VersionMissing
    number = given.strip('"')
    if not (number.isascii() and number.isdecimal() and len(number) < 10 and given == tag(int(number))):
        raise VersionPassed
    return int(number)
