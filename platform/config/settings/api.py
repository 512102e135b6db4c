"""The API."""

from importlib.util import find_spec
from pathlib import Path

from .. import env

API_REQUESTS_PER_MINUTE = env.number("API_REQUESTS_PER_MINUTE", 300)  # of one key
REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "api.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": True,
    "DEFAULT_SCHEMA_CLASS": "api.description.Schema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# Names («host» or «host:port») of receivers that may stand in an inner network and be reached without TLS: one's own.
WEBHOOK_PRIVATE_HOSTS = [host.lower() for host in env.words("WEBHOOK_PRIVATE_HOSTS")]
API_URLCONF = "config.urls_api"
SPECTACULAR_SETTINGS = {
    "TITLE": "API сетевого кабинета",
    "DESCRIPTION": "Заявки, сообщения, документы, сроки и оплата: по тем же правилам, что и в кабинете.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": "/api/v1", "description": "На адресе кабинета сетевой организации"}],
    "SCHEMA_PATH_PREFIX": "",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "EntryKind": "cabinet.cases.models.Entry.Kind",
        "SignatureState": "signing.models.SignatureRequest.State",
        "SignatureKind": "signing.models.SignatureRequest.Kind",
    },
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
# Its sentences in Russian, without its templates and styles, which are of no use here.
_FRAMEWORK = find_spec("rest_framework")
if _FRAMEWORK is None or _FRAMEWORK.origin is None:
    raise env.WrongSetting("djangorestframework is not installed")
LOCALE_PATHS = [Path(_FRAMEWORK.origin).parent / "locale"]
