"""A draft saves itself: whatever is typed is there next day, and two pages never overwrite each other unnoticed."""

import re
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Record
from cabinet.applications import services as applications
from cabinet.cases import services
from cabinet.cases.models import Case
from cabinet.cases.tasks import BLANK_DRAFT_TERM, sweep_blank_drafts
from tests import world
from tests.world import words

JSON = {"Accept": "application/json"}
FORM = {**world.ANSWERS, "max_power_kw": "15"}


@pytest.fixture
def page(applicant_client: Client) -> str:
    return world.one_page(applicant_client.post("/applications/new/", {"key": str(uuid.uuid4())})["Location"])


def keep(client: Client, address: str, /, **typed: Any) -> Any:
    """As the page saves itself."""
    return client.post(address, {"do": "keep", **typed}, headers=JSON)


def case() -> Case:
    return Case.objects.select_related("application").get()


def test_what_the_page_saves_is_there_on_another_computer(page: str, applicant_client: Client, applicant: User) -> None:
    answer = keep(applicant_client, page, type="new", address="Лугореченск", max_power_kw="15,5 кВт", version=0).json()

    assert (answer["version"], answer["remarks"]) == (1, {})
    assert re.fullmatch(r"\d\d:\d\d", answer["at"])
    other = Client(headers={"host": "gorset.localhost"})
    other.force_login(applicant)
    seen = words(other.get(page))
    assert 'value="Лугореченск"' in seen
    assert 'value="15,5"' in seen


@pytest.mark.parametrize(
    ("field", "typed"),
    [("max_power_kw", "пятн"), ("max_power_kw", "15 МВт"), ("cadastral_number", "99:01:"), ("address", "я" * 301)],
)
def test_what_makes_no_sense_yet_is_kept_as_typed_and_told_quietly(
    page: str, applicant_client: Client, field: str, typed: str
) -> None:
    answer = keep(applicant_client, page, **{**FORM, field: typed}).json()

    assert answer["remarks"].keys() == {field}
    again = applicant_client.get(page)
    assert again.context["form"][field].value() == typed
    assert answer["remarks"][field] in words(again)
    assert "summary-title" not in words(again)
    keep(applicant_client, page, **FORM)
    assert case().draft["typed"] == {}


def test_a_nul_is_no_reason_to_lose_the_rest(page: str, applicant_client: Client) -> None:
    assert keep(applicant_client, page, **{**FORM, "address": "Луг\x00ореченск"}).status_code == 200
    assert case().draft["typed"] == {"address": "Лугореченск"}


def test_the_same_once_more_changes_nothing(page: str, applicant_client: Client) -> None:
    keep(applicant_client, page, **FORM)
    before, records = case(), Record.objects.count()

    for _ in range(3):
        assert keep(applicant_client, page, **FORM).json()["version"] == 1

    assert case().changed_at == before.changed_at
    assert Record.objects.count() == records


def test_a_later_page_is_told_and_sees_both(page: str, applicant_client: Client) -> None:
    keep(applicant_client, page, **FORM, version=0, page="a" * 32, turn=1)

    late = keep(applicant_client, page, **{**FORM, "address": "Заречье, 5"}, version=0, page="b" * 32, turn=1)

    assert (late.status_code, late.json()["code"]) == (409, "draft_changed")
    assert "Здесь: Заречье, 5" in late.json()["html"]
    assert f"Сохранено: {FORM['address']}" in late.json()["html"].replace("\u00a0", " ")
    assert case().application.address == FORM["address"]
    chosen = applicant_client.post(page, {**FORM, "address": "Заречье, 5", "version": 0, "overwrite": 1})
    assert chosen.status_code == 302
    assert case().application.address == "Заречье, 5"


@pytest.mark.parametrize("button", ["save", "submit"])
def test_a_button_of_a_later_page_overwrites_nothing_either(page: str, applicant_client: Client, button: str) -> None:
    keep(applicant_client, page, **FORM, version=0, page="a" * 32, turn=1)

    answer = applicant_client.post(page, {**FORM, "address": "Заречье, 5", "version": 0, "do": button})

    assert answer.status_code == 409
    assert "Черновик изменён в другой вкладке" in words(answer)
    assert answer.context["form"]["address"].value() == "Заречье, 5"
    assert case().is_draft
    assert case().application.address == FORM["address"]


def test_two_pages_with_the_same_words_do_not_differ(page: str, applicant_client: Client) -> None:
    keep(applicant_client, page, **FORM, version=0, page="a" * 32, turn=1)

    assert keep(applicant_client, page, **FORM, version=0, page="b" * 32, turn=1).status_code == 200


def test_quick_saves_of_one_page_are_no_conflict_and_the_last_one_counts(page: str, applicant_client: Client) -> None:
    mine = {"version": 0, "page": "a" * 32}
    keep(applicant_client, page, **{**FORM, "address": "Луг"}, **mine, turn=1)
    keep(applicant_client, page, **{**FORM, "address": "Лугореченск"}, **mine, turn=3)

    late = keep(applicant_client, page, **{**FORM, "address": "Лугоре"}, **mine, turn=2)

    assert late.status_code == 200
    assert case().application.address == "Лугореченск"


def test_a_save_is_cheap_however_many_files_there_are(
    page: str, applicant_client: Client, applicant: User, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    costs = []
    for files in (1, 19):
        for _ in range(files):
            services.attach(case(), world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=timezone.now())
        rows = {f"title-{entry.pk}": f"Лист {files}" for entry in case().entries.all()}
        order = [entry.pk for entry in case().entries.order_by("-pk")]
        keep(applicant_client, page, **FORM)
        with queries() as asked:
            assert (
                keep(applicant_client, page, **{**FORM, "address": f"дом {files}"}, **rows, order=order).status_code
                == 200
            )
        costs.append(len(asked))

    assert costs[0] == costs[1] <= 19


def test_saves_are_counted(page: str, applicant_client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "save_draft": "2/m/user"}

    answers = [keep(applicant_client, page, **{**FORM, "address": f"дом {n}"}) for n in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "не сохранены" in answers[-1].json()["error"]
    assert case().application.address == "дом 1"


def test_who_is_signed_out_is_not_told_that_it_was_saved(page: str, applicant_client: Client) -> None:
    applicant_client.logout()

    answer = keep(applicant_client, page, **FORM)

    assert answer.status_code != 200
    assert case().is_blank


def test_a_submitted_application_says_that_nothing_was_saved(page: str, applicant_client: Client) -> None:
    applicant_client.post(page, {**FORM, "do": "submit"})

    answer = keep(applicant_client, page, **{**FORM, "address": "другой"})

    assert answer.status_code == 409
    assert "Изменения на этой странице не сохранены" in answer.json()["error"]
    assert case().application.address == FORM["address"]


def test_a_stranger_saves_nothing_into_it(page: str, stranger_client: Client) -> None:
    assert keep(stranger_client, page, **FORM).status_code == 404


@pytest.mark.parametrize("button", ["up", "down"])
def test_files_are_moved_by_buttons_and_keep_their_order(
    page: str, applicant_client: Client, applicant: User, button: str
) -> None:
    entries = [
        services.attach(
            case(), world.pdf(f"{n}.pdf"), title=f"Лист {n}", by=applicant, key=uuid.uuid4(), now=timezone.now()
        )
        for n in "абв"
    ]
    moved = entries[1]

    answer = applicant_client.post(page, {**FORM, "order": [entry.pk for entry in entries], button: moved.pk})

    assert answer["Location"] == f"{page}#file-{moved.pk}"
    expected = {"up": ["Лист б", "Лист а", "Лист в"], "down": ["Лист а", "Лист в", "Лист б"]}[button]
    assert [entry.title for entry in applicant_client.get(page).context["documents"]] == expected
    applicant_client.post(page, {**FORM, "do": "submit"})
    card = words(applicant_client.get(f"/cases/{case().pk}/"))
    assert sorted(expected, key=card.index) == expected


def test_every_link_of_the_page_keeps_what_was_typed(page: str, applicant_client: Client) -> None:
    """Without a script too: a link that leads away is a button of the form."""
    seen = words(applicant_client.get(page))
    main = seen[seen.index('<div class="masthead">') : seen.index("</main>")]
    links = [tag for tag in re.findall(r"<a [^>]*>", main) if "data-take-saved" not in tag]
    assert [
        tag for tag in links if 'target="_blank"' not in tag and 'href="#' not in tag and "/names/" not in tag
    ] == []
    places = re.findall(r'name="go" value="([^"]*)"', main)
    assert any(place.startswith("/profile/") for place in places)
    for place in places:
        typed = {**FORM, "address": f"до {place}", "max_power_kw": "пятн"}
        assert applicant_client.post(page, {**typed, "go": place})["Location"] == place
        assert case().application.address == f"до {place}"
        assert case().draft["typed"] == {"max_power_kw": "пятн"}


def test_nobody_is_led_to_another_site(page: str, applicant_client: Client) -> None:
    assert applicant_client.post(page, {**FORM, "go": "https://evil.example/"})["Location"] == "/"


def test_who_leaves_at_once_leaves_no_draft(page: str, applicant_client: Client, company: Any) -> None:
    enquiry = str(applicant_client.post("/enquiries/new/", {"key": str(uuid.uuid4())})["Location"])
    applicant_client.post(enquiry, {"topic": "message", "text": "", "do": "keep"}, headers=JSON)

    assert "Черновиков нет" in words(applicant_client.get("/cases/?tab=drafts"))
    assert "Продолжить" not in words(applicant_client.get("/information/"))
    Case.objects.update(created_at=timezone.now() - BLANK_DRAFT_TERM - timedelta(hours=1))
    sweep_blank_drafts(["gorset"])
    assert not Case.objects.exists()


def test_a_draft_with_a_word_or_a_file_is_shown_and_stays(page: str, applicant_client: Client, applicant: User) -> None:
    keep(applicant_client, page, max_power_kw="пятн")
    other = world.draft(applicant, type="", purpose="", address="", cadastral_number="", max_power_kw=None)
    services.attach(other, world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=timezone.now())
    Case.objects.update(created_at=timezone.now() - 2 * BLANK_DRAFT_TERM)

    sweep_blank_drafts(["gorset"])

    assert words(applicant_client.get("/cases/?tab=drafts")).count("Продолжить") == 2


def test_drafts_on_the_first_page_can_be_told_apart(applicant_client: Client, applicant: User) -> None:
    world.draft(applicant)
    world.draft(applicant, type="increase", address="", cadastral_number="")

    seen = words(applicant_client.get("/information/"))

    assert f"Новое присоединение, {world.ANSWERS['address']}. Сохранён" in seen
    assert "Увеличение мощности, без адреса (Жилой дом). Сохранён" in seen


def test_the_page_does_not_praise_itself_beside_errors(page: str, applicant_client: Client) -> None:
    answer = words(applicant_client.post(page, {**FORM, "address": "", "do": "submit"}))

    assert "Черновик сохранён" not in answer
    assert "Черновик сохранён" in words(applicant_client.get(page))


def test_a_message_saves_itself_too(applicant_client: Client) -> None:
    page = str(applicant_client.post("/enquiries/new/", {"key": str(uuid.uuid4())})["Location"])

    assert (
        keep(applicant_client, page, topic="complaint", text="<p>Свет <strong>мигает</strong></p>").status_code == 200
    )

    seen = applicant_client.get(page).context["form"]
    assert (seen["topic"].value(), seen["text"].value()) == ("complaint", "<p>Свет <strong>мигает</strong></p>")
    late = keep(applicant_client, page, topic="complaint", text="<p>Иное</p>", version=0, page="b" * 32, turn=1)
    assert late.status_code == 409
    assert "Свет мигает" in late.json()["html"].replace("\u00a0", " ")


def test_services_refuse_a_stale_page(applicant: User) -> None:
    draft = world.draft(applicant)
    from cabinet.cases.drafts.state import Sheet
    from cabinet.cases.errors import DraftChanged

    with pytest.raises(DraftChanged):
        applications.save_draft(
            draft.application, answers={"address": "другой"}, sheet=Sheet(version=0), now=timezone.now()
        )


def test_blank_drafts_of_before_are_found_by_the_migration(page: str, applicant: User) -> None:
    blank, typed = case().pk, world.draft(applicant, address="", cadastral_number="", purpose="").pk
    filed = world.draft(applicant, type="", address="", cadastral_number="", purpose="", max_power_kw=None)
    services.attach(filed, world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=timezone.now())
    Case.objects.update(is_blank=False)

    with connection.cursor() as cursor:
        cursor.execute(import_module("cabinet.applications.migrations.0004_blank_drafts").FORWARDS)

    assert dict(Case.objects.values_list("pk", "is_blank")) == {blank: True, typed: False, filed.pk: False}
