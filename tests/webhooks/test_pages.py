"""«Вебхуки»: what a webhook is limited to is chosen under headings and can be read afterwards."""

import re
from typing import Any

from django.test import Client

from accounts.models import User
from audit import told
from webhooks.forms import EndpointForm

from .conftest import Make


def test_every_event_stands_under_a_heading_of_its_own(here: None, administrator: User, applicant: User) -> None:
    for user in (administrator, applicant):
        form = EndpointForm(user=user)
        field: Any = form.fields["events"]
        choices = field.choices
        known = told.catalogue(for_applicant=not user.is_staff_of_company)

        assert sorted(event for _heading, events in choices for event, _label in events) == sorted(known)
        assert len(choices) >= 3
        assert all(heading for heading, _events in choices)
        page = form["events"].as_field_group()
        for heading, events in choices:
            assert f"{heading} <span" in page
            for event, _label in events:
                assert f'value="{event}"' in page
        assert " open" not in page  # nothing is ticked


def test_what_was_ticked_is_not_hidden_when_the_form_is_refused(here: None, administrator: User) -> None:
    sent = {"name": "", "url": "", "events": ["invoice.placed", "invoice.cancelled"]}
    form = EndpointForm(sent, user=administrator)

    page = form["events"].as_field_group()

    assert not form.is_valid()
    assert page.count("<details") == len(told.grouped())
    [opened] = re.findall(r"<details[^>]* open[^>]*>.*?</details>", page, re.DOTALL)
    assert "Счета" in opened
    assert "отмечено 2" in opened
    assert opened.count(" checked>") == page.count(" checked>") == 2


def test_the_choice_is_kept_as_it_was_made(here: None, administrator: User) -> None:
    sent = {"name": "1С", "url": "https://1c.example.ru/hook", "events": ["invoice.placed", "case.submitted"]}
    form = EndpointForm(sent, user=administrator)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["events"] == sent["events"]
    assert not EndpointForm({**sent, "events": ["invented"]}, user=administrator).is_valid()


def test_the_page_says_which_kinds_and_events_it_was_limited_to(
    here: None, hook: Make, administrator: User, browser: Client
) -> None:
    endpoint, _words = hook(administrator, events=["invoice.placed", "case.submitted"], kinds=["application"])
    browser.force_login(administrator)

    page = plain(browser.get(endpoint.get_absolute_url()).content.decode())

    assert "Обращение: Обращение подано" in page
    assert "Счета: Счёт размещён" in page
    assert "Обращения Заявка" in page
    assert "Счёт отменён" not in page


def test_the_page_of_one_without_limits_says_so(
    here: None, hook: Make, administrator: User, applicant: User, browser: Client
) -> None:
    endpoint, _words = hook(administrator)
    browser.force_login(administrator)
    page = plain(browser.get(endpoint.get_absolute_url()).content.decode())
    assert "Обращения Все" in page
    assert "События Все, и те, что появятся позже" in page

    own, _words = hook(applicant)
    browser.force_login(applicant)
    page = plain(browser.get(own.get_absolute_url()).content.decode())
    assert "События Все, и те, что появятся позже" in page
    assert "Обращения Все" not in page  # an applicant hears of their own cases and chooses no kinds


def plain(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page).replace("&nbsp;", " ").replace("\xa0", " ")
    return re.sub(r"\s+([:;,.])", r"\1", re.sub(r"\s+", " ", text))
