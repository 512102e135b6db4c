"""Files by the API: sent in parts which go on after a cut, as pages send them."""

import uuid
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.endpoint import Endpoint

from . import services
from .models import Upload
from .views import _body


class NewUpload(serializers.Serializer):
    name = serializers.CharField(max_length=1000, help_text="Имя файла с расширением")
    size = serializers.IntegerField(min_value=0, max_value=2**40, help_text="Байты")
    fingerprint = serializers.CharField(
        max_length=64, help_text="Ваше имя этой загрузки: с тем же именем и размером она продолжится"
    )


class UploadShape(serializers.Serializer):
    key = serializers.UUIDField()
    chunk_size = serializers.IntegerField(help_text="Байты каждой части, кроме последней")
    parts = serializers.ListField(child=serializers.IntegerField(), help_text="Номера частей, которые уже пришли")


class Uploaded(serializers.Serializer):
    key = serializers.UUIDField()
    file_name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class UploadEndpoint(Endpoint):
    makes = False  # the fingerprint of a file already finds the upload that an earlier call began

    def own(self, key: uuid.UUID) -> Upload:
        return get_object_or_404(Upload.objects.of(self.user).select_related("document"), key=key)


class UploadsEndpoint(UploadEndpoint):
    @extend_schema(
        operation_id="upload_begin", request=NewUpload, responses={201: UploadShape},
        summary="Начать или продолжить загрузку", tags=["Файлы"],
    )  # fmt: skip
    def post(self, request: Any) -> Response:
        if not self.user.may_act:
            raise Http404
        upload = services.begin_upload(**self.sent(NewUpload), purpose="api", by=self.user, now=self.now)
        parts = sorted(map(int, upload.parts))
        return Response(
            UploadShape({"key": upload.key, "chunk_size": upload.chunk_size, "parts": parts}).data, status=201
        )


class PartEndpoint(UploadEndpoint):
    @extend_schema(
        operation_id="upload_part", request={"application/octet-stream": OpenApiTypes.BINARY}, responses={204: None},
        summary="Передать часть", tags=["Файлы"],
        description="Части нумеруются с 1; переданная снова заменяет прежнюю.",
    )  # fmt: skip
    def put(self, request: Any, key: uuid.UUID, number: int) -> Response:
        upload = self.own(key)
        services.put_part(upload, number, _body(request._request, length=upload.length_of(number)))
        return Response(status=204)


class FinishEndpoint(UploadEndpoint):
    @extend_schema(
        operation_id="upload_finish", request=None, responses=Uploaded, summary="Закончить загрузку", tags=["Файлы"]
    )
    def post(self, request: Any, key: uuid.UUID) -> Response:
        return Response(Uploaded(services.finish_upload(self.own(key), now=self.now)).data)
