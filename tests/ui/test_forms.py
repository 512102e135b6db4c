"""The one form renderer: what people and screen readers get from `{{ form }}`."""

import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from ui import forms


class Sample(forms.Form):
    snils = forms.CharField(
        label="СНИЛС", help_text="11 цифр", missing="Введите СНИЛС", width=14, inputmode="numeric", autocomplete="off"
    )
    password = forms.PasswordField(label="Пароль", autocomplete="current-password")
    power = forms.DecimalField(label="Мощность", suffix="кВт")
    kind = forms.ChoiceField(label="Правовая форма", choices=[("a", "Лицо"), ("b", "ИП")], widget=forms.RadioSelect())
    comment = forms.CharField(label="Комментарий", required=False, widget=forms.Textarea())
    middle = forms.CharField(label="Отчество", required=False, optional="если есть")
    agree = forms.BooleanField(label="Согласна с условиями", missing="Подтвердите согласие")


def test_a_field_is_label_hint_error_and_control_in_this_order():
    html = Sample({})["snils"].as_field_group()

    places = [html.index(part) for part in ("<label", 'class="hint"', 'class="error"', "<input")]
    assert places == sorted(places)


def test_the_control_is_described_by_its_hint_and_its_error():
    html = Sample({})["snils"].as_field_group()

    assert 'aria-describedby="id_snils_helptext id_snils_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_snils_helptext"' in html
    assert 'id="id_snils_error"' in html


def test_the_look_of_a_field_is_written_on_its_control():
    html = Sample()["snils"].as_field_group()

    for attribute in ('class="input"', 'data-width="14"', 'inputmode="numeric"', 'autocomplete="off"'):
        assert attribute in html
    assert " required" not in html


def test_the_summary_repeats_the_errors_and_leads_to_the_fields():
    html = str(Sample({}))

    assert "Проверьте данные: есть ошибки (5)" in html
    assert 'role="alert"' in html
    assert "autofocus" in html
    assert '<a href="#id_snils">Введите СНИЛС</a>' in html
    assert '<a href="#id_kind_0">' in html
    assert 'id="id_kind_0"' in html


def test_there_is_no_summary_while_nothing_is_wrong():
    assert 'class="summary"' not in str(Sample())


def test_optional_fields_say_so_and_required_ones_do_not():
    form = Sample()

    assert "<small>(необязательно)</small>" in form["comment"].as_field_group()
    assert "<small>(если есть)</small>" in form["middle"].as_field_group()
    assert "<small>" not in form["snils"].as_field_group()


def test_a_form_may_leave_out_the_marks():
    class Filter(Sample):
        mark_optional = False

    assert "<small>" not in Filter()["comment"].as_field_group()


def test_exclusive_answers_are_a_fieldset_of_choices():
    html = Sample()["kind"].as_field_group()

    assert "<fieldset" in html
    assert "<legend>Правовая форма" in html
    assert html.count('class="choice"') == 2
    assert 'class="input"' not in html


def test_a_checkbox_stands_before_its_label():
    html = Sample()["agree"].as_field_group()

    assert html.index("<input") < html.index("<label")


def test_a_password_may_be_shown_once_the_script_is_there():
    html = Sample()["password"].as_field_group()

    assert 'data-reveal aria-controls="id_password" aria-pressed="false" hidden' in " ".join(html.split())


def test_a_suffix_stands_beside_the_control():
    assert "<span>кВт</span>" in Sample()["power"].as_field_group()


@pytest.mark.parametrize("typed", ["1012,5", "1 012.5", "1\N{NO-BREAK SPACE}012,5"])
def test_a_number_is_taken_however_it_is_typed(typed):
    form = Sample({"power": typed})
    form.is_valid()

    assert form.cleaned_data["power"] == Decimal("1012.5")


def test_what_was_typed_wrong_is_kept():
    form = Sample({"power": "много"})

    assert 'value="много"' in form["power"].as_field_group()
    assert form.errors["power"] == ["Введите число, например 15"]


def test_a_field_that_is_not_ours_can_be_told_how_it_looks():
    form = Sample({})
    forms.look(form.fields["middle"], width=30, missing="Введите отчество")

    assert 'data-width="30"' in form["middle"].as_field_group()


def test_the_title_of_a_page_with_errors_says_so(rf):
    page = render_to_string("base.html", {"form": Sample({})}, rf.get("/"), using="plain")

    assert re.search(r"<title>\s*Ошибка:\s", page)
