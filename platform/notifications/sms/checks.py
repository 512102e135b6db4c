from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register(deploy=True)
def sms_can_leave(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.EMBEDDED or settings.SMS_GATEWAYS:
        return []
    return [Warning("SMS_GATEWAYS is not set: no code and no notice by SMS will leave", id="sms.W001")]
