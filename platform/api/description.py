"""OpenAPI 3.1 of the API, made from the endpoints themselves; `docs/api/openapi.yaml` is what it said last."""

from functools import cache
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from . import sparse
from .problems import CONTENT_TYPE, SENTENCES

COMMON = (400, 401, 403, 404, 409, 422, 429, 500, 503)
WRITING = (412, 413, 415, 428)


class Problem(serializers.Serializer):
    """A refusal, RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="Предложение для человека")
    code = serializers.CharField(help_text="Для программы")
    request_id = serializers.CharField(help_text="Что назвать нам, если вопрос остался")
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False, help_text="По именам полей"
    )


class BearerKey(OpenApiAuthenticationExtension):
    target_class = "api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "Ключ из раздела «Интеграции»"}


class Schema(AutoSchema):
    """Every operation also names the problems that it may answer with."""

    def get_override_parameters(self) -> list[Any]:
        stated: list[Any] = super().get_override_parameters()
        is_cut = self.method == "GET" and self.view.shape is not None
        return [*stated, sparse.PARAMETER] if is_cut else stated

    def get_description(self) -> str:
        return ""  # what docstrings say is for those who read the code

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        for status in COMMON if self.method == "GET" else (*COMMON, *WRITING):
            if str(status) not in bodies:
                said = OpenApiResponse(Problem, description=SENTENCES.get(status, SENTENCES[409])[1])
                bodies[str(status)] = self._get_response_for_code(said, str(status), [CONTENT_TYPE])
        return dict(sorted(bodies.items()))


@cache
def description() -> dict[str, Any]:
    """The addresses stand below those of `servers`, as `config.urls_api` has them."""
    found: dict[str, Any] = SchemaGenerator(urlconf=settings.API_URLCONF).get_schema(request=None, public=True)
    return found


@cache
def as_yaml() -> bytes:
    written: bytes = OpenApiYamlRenderer().render(description(), renderer_context={})
    return written
