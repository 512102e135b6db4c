"""Webhooks: how long one worker takes to hand a thousand events to a receiver on this machine, in their order."""

import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import StaffRole, User
from notifications.models import OutboxMessage
from notifications.services import deliver_message
from tenancy.company import inside
from tenants.models import GridCompany
from webhooks import services
from webhooks.models import Delivery, Endpoint

from .report import Report

EVENTS = 1000


def measure(report: Report, company: GridCompany) -> None:
    heard: list[str] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(self.headers["webhook-id"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"127.0.0.1:{server.server_address[1]}"
    settings.WEBHOOK_PRIVATE_HOSTS = [address]
    try:
        with inside(company):
            endpoint = _endpoint(f"http://{address}/")
            by = User.objects.get(pk=endpoint.user_number)
            sent = [services.send_test(endpoint, by=by, now=timezone.now()) for _ in range(EVENTS)]
            waiting = list(OutboxMessage.objects.undelivered().filter(channel="webhook").values_list("pk", flat=True))
            began = time.perf_counter()
            for message in waiting:  # as the queue brings them to one worker
                deliver_message(message, now=timezone.now())
            seconds = time.perf_counter() - began
            assert heard == [f"msg_{one.webhook_id.hex}" for one in sent]
            assert not Delivery.objects.filter(endpoint=endpoint).waiting().exists()
            OutboxMessage.objects.filter(channel="webhook").delete()
            Endpoint.objects.filter(pk=endpoint.pk).delete()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    report.add(f"{EVENTS} webhooks to one receiver by one worker", seconds, "s", 60)


def _endpoint(url: str) -> Endpoint:
    by = User.objects.filter(staff_role=StaffRole.ADMINISTRATOR).order_by("pk")[0]
    endpoint, _secret = services.make_endpoint(
        name="Учёт", url=url, events=[], kinds=[], by=by, key=uuid.uuid4(), now=timezone.now()
    )
    return endpoint
