"""Which addresses a webhook may have, and where its requests never lead."""

import socket
import uuid
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from outward.exchange import NotReached, exchange
from webhooks import services
from webhooks.address import AddressRefused, checked
from webhooks.models import Delivery

from .conftest import Make, send_all, states
from .receiver import Receiver, status

REFUSED = [
    "", "x", "hook", "//1c.example.ru/hook", "http://1c.example.ru/", "ftp://1c.example.ru/", "file:///etc/passwd",
    "gopher://1c.example.ru/", "javascript:alert(1)", "https://", "https:///hook", "https://user@1c.example.ru/",
    "https://user:word@1c.example.ru/", "https://1c.example.ru@127.0.0.1/", "https://127.0.0.1#@1c.example.ru/",
    "https://127.0.0.1\\@1c.example.ru/", "https://1c.example.ru:80/", "https://1c.example.ru:22/",
    "https://1c.example.ru:0/", "https://1c.example.ru:99999/", "https://1c.example.ru:x/", "https://localhost/",
    "https://0/", "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/",
    "https://0x7f.1/", "https://017700000001/", "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[fe80::1%25eth0]/",
    "https://127。0。0。1/", "https://１２７.0.0.1/", "https://①②⑦.0.0.1/", "https://1c.example.ru/ho ok",
    "https://1c.example.ru/\r\nHost: x", "https://1c..example.ru/", "https://-.example.ru/", "https://8.8.8.8/",
    "https://1c.example.ru/" + "a" * 500, "https://" + "a" * 64 + ".ru/", "https://1c.example.1/", "https://a.0x/",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_these_are_refused_with_a_remedy(url: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        checked(url)

    assert len(refusal.value.message) > 20


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://1c.example.ru/hook", "https://1c.example.ru/hook"),
        (" https://1C.Example.ru ", "https://1c.example.ru/"),
        ("https://1c.example.ru:8443/a?b=c", "https://1c.example.ru:8443/a?b=c"),
        ("https://кабинет.рф/приём", "https://xn--80aceokz5b.xn--p1ai/приём"),
        ("https://1c.example.ru./", "https://1c.example.ru/"),
    ],
)
def test_these_are_kept(url: str, kept: str) -> None:
    found = checked(url)
    assert found.isascii() or "приём" in kept
    if "xn--" not in kept:
        assert found == kept
    else:
        assert found.startswith("https://xn--")


INNER = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::1", "192.0.2.1", "198.18.0.1",
]  # fmt: skip


@pytest.fixture
def leads_to(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`leads_to(a, b)`: the name resolves to these addresses, one look-up after another."""

    def lead(*answers: str) -> list[str]:
        left, asked = list(answers), []

        def look_up(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
            asked.append(host)
            address = left.pop(0) if len(left) > 1 else left[0]
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            place: Any = (address, port, 0, 0) if ":" in address else (address, port)
            return [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", place)]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return asked

    return lead


@pytest.mark.parametrize("address", INNER)
def test_a_name_that_leads_inside_is_never_asked(
    leads_to: Any, administrator: User, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint, _words = services.make_endpoint(
        name="1С", url="https://1c.example.ru/", events=[], kinds=[], by=administrator, key=uuid.uuid4(),
        now=timezone.now(),
    )  # fmt: skip
    leads_to(address)
    services.send_test(endpoint, by=administrator, now=timezone.now())

    from outward import exchange as module

    def never(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("a socket was made")

    with monkeypatch.context() as patch:
        patch.setattr(module.socket, "socket", never)
        try:
            with pytest.raises(NotReached, match="inner network"):
                exchange("https://1c.example.ru/", max_size=10, seconds=1)
        finally:
            patch.undo()
    leads_to(address)
    send_all()

    assert states(endpoint) == ["waiting"]
    assert Delivery.objects.get().answer == "Нет ответа: адрес ведёт во внутреннюю сеть"


def test_a_name_is_looked_up_once_and_what_was_checked_is_asked(leads_to: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look-up could give an inner address: what was checked is what is connected to."""
    asked, connected = leads_to("93.184.216.34", "127.0.0.1"), []

    class Spy(socket.socket):
        def connect(self, address: Any) -> None:
            connected.append(address[0])
            raise ConnectionRefusedError

    from outward import exchange as module

    monkeypatch.setattr(module.socket, "socket", Spy)
    with pytest.raises(NotReached):
        exchange("https://1c.example.ru/", max_size=10, seconds=1)

    assert asked == ["1c.example.ru"]
    assert connected == ["93.184.216.34"]


def test_a_redirect_is_not_followed(receiver: Receiver, hook: Make, administrator: User) -> None:
    endpoint, _words = hook(administrator)
    receiver.replies = [status(code, Location=receiver.url) for code in (307,)]
    services.send_test(endpoint, by=administrator, now=timezone.now())

    send_all()

    assert len(receiver.calls) == 1
    assert (states(endpoint), Delivery.objects.get().status) == (["waiting"], 307)


def test_an_address_that_was_allowed_once_is_checked_by_the_rules_of_today(
    receiver: Receiver, hook: Make, administrator: User, settings: Any
) -> None:
    endpoint, _words = hook(administrator)
    services.send_test(endpoint, by=administrator, now=timezone.now())
    settings.WEBHOOK_PRIVATE_HOSTS = []

    send_all()

    assert receiver.calls == []
    assert states(endpoint) == ["waiting"]
