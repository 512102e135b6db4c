"""«Паспорт услуги (процесса)» and the printed rules: all of the pack, and nothing passed off as law."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cabinet.paperwork import passports, printed_rules
from cabinet.paperwork.passports import CALCULATED, RESERVATION_OF_CATEGORY, UNSURE, passport_of
from cabinet.rules import citation
from cabinet.rules.amendments import OWN_POINT
from cabinet.rules.citation import OPINION, UNSETTLED
from cabinet.rules.pack import Length, Pack
from cabinet.rules.packs import PACKS, current_pack, editions, load
from tenants.models import GridCompany
from tests.world import words

from .conftest import text_of

ALL = [load(code, edition) for code in PACKS.values() for edition in editions(code)]
ELECTRICITY = load("electricity_861", date(2026, 1, 1))


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.code)
def test_every_category_has_a_passport_with_its_terms(pack: Pack) -> None:
    for category in pack.categories:
        made = passport_of(pack, category)
        applies = [t for t in pack.terms if pack.procedure_of(category).code in t.procedures]

        assert made.stages[0].title == "Подача заявки"
        assert {stage.title for stage in made.stages} <= {
            "Подача заявки", "Заключение договора", *(term.title for term in applies),
        }  # fmt: skip
        for stage in made.stages:
            assert all((stage.title, stage.content, stage.form, stage.term, stage.point))


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.code)
def test_what_no_source_settles_is_never_passed_off_as_law(pack: Pack) -> None:
    """Of each term alone: the public reads «расчётный срок» and no point, staff what a lawyer has to check."""
    for term in pack.terms:
        for rule in (term, *term.others):
            public, staff = (passports.remark(rule, for_staff=is_staff) for is_staff in (False, True))
            cited, known = (passports.point_of(rule, for_staff=is_staff) for is_staff in (False, True))
            assert (CALCULATED in public, UNSURE in staff) == (rule.needs_lawyer, rule.needs_lawyer)
            assert (cited == "—") == rule.needs_lawyer
            assert UNSURE not in public
            assert rule.point in known


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.code)
def test_who_and_how_much_is_an_opinion_where_no_source_settles_it(pack: Pack) -> None:
    """The public reads it as an opinion with its reservation, staff that a lawyer has to check it."""
    assert any(category.needs_lawyer for category in pack.categories)
    for category in pack.categories:
        public, staff = (passport_of(pack, category, for_staff=is_staff) for is_staff in (False, True))
        for text in (public.who, public.cost, public.stages[0].content):
            assert (OPINION in text) == category.needs_lawyer
            assert UNSETTLED not in text
        for text in (staff.who, staff.cost, staff.stages[0].content):
            assert (UNSETTLED in text) == category.needs_lawyer
        assert (RESERVATION_OF_CATEGORY in passports.values_of(public)["оговорка"]) == category.needs_lawyer


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.code)
def test_applicants_read_no_point_as_law_that_no_source_settles(pack: Pack) -> None:
    marked = [*pack.questions, *pack.attachments, *pack.categories, *pack.terms, *pack.refusals]
    for rule in marked:
        said = citation.for_applicants(rule)
        if rule.mark == "N":
            assert said == ""
        elif rule.needs_lawyer:
            assert said == f"{citation.in_full(rule)}, {OPINION}"
        else:
            assert said == citation.in_full(rule)
        assert (UNSETTLED in citation.for_staff(rule)) == rule.needs_lawyer


def test_a_point_is_named_as_what_it_is() -> None:
    attachment = ELECTRICITY.attachments[0]
    for point, said in (("105", "пункт\xa0105"), ("19 «л» ПП № 24", "19 «л» ПП № 24"), (OWN_POINT, OWN_POINT)):
        assert citation.in_full(attachment.model_copy(update={"point": point})) == said


def test_the_passport_of_a_person_up_to_15_kw() -> None:
    category = ELECTRICITY.category("person_15")
    assert category is not None
    made = passport_of(ELECTRICITY, category)
    terms = {stage.title: (stage.term.replace("\xa0", " "), stage.point) for stage in made.stages}
    papers = {paper.title: paper.when for paper in made.papers}

    assert terms["Разместить условия договора, технические условия и счёт"] == ("10 рабочих дней", "п. 105")
    assert terms["Представить недостающие сведения"] == ("20 рабочих дней (расчётный срок)", "—")
    assert papers["Паспорт"] == "всегда"
    assert papers["Доверенность"] == "Подаёт представитель"
    assert "Соглашение о перераспределении мощности" not in papers


def test_a_term_that_always_holds_for_a_category_takes_the_place_of_the_usual_one() -> None:
    category = next(c for c in ELECTRICITY.categories if c.code.startswith("temporary"))
    made = passport_of(ELECTRICITY, category)
    [works] = [stage for stage in made.stages if stage.title.startswith("Выполнить мероприятия")]

    assert works.term.replace("\xa0", " ") == "15 рабочих дней (расчётный срок)"


def test_another_number_in_the_pack_is_another_number_in_the_passport() -> None:
    terms = tuple(
        term.model_copy(update={"length": Length(working_days=21)}) if term.code == "place_offer" else term
        for term in ELECTRICITY.terms
    )
    changed = ELECTRICITY.model_copy(update={"terms": terms})
    made = passport_of(changed, changed.categories[0])

    assert "21\xa0рабочий день" in [stage.term for stage in made.stages]


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.code)
def test_the_printed_rules_have_every_part_of_the_pack(pack: Pack) -> None:
    """Each field of the form of a pack that holds rules is a section, with a line for each of its items.

    What an act does not know at all, as heat knows no supplier, has none.
    """
    sections = {section.code: section for section in printed_rules.printed(pack)}
    plain = {"code", "title", "waiting", "connection", "contracts", "after_signing"}

    assert {name for name in Pack.model_fields if getattr(pack, name) is not None} - plain == set(sections)
    for code, section in sections.items():
        part = getattr(pack, code)
        if isinstance(part, tuple | dict):
            more = sum(len(item.others) for item in part) if code == "terms" else 0
            assert len(section.lines) == len(part) + more


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.code)
def test_the_printed_rules_speak_russian_and_mark_what_a_lawyer_has_to_check(pack: Pack) -> None:
    for section in printed_rules.printed(pack):
        for line in section.lines:
            assert not [said for said in (line.title, *line.said, line.mark) if "_" in said or "working_day" in said]
    terms = next(section for section in printed_rules.printed(pack) if section.code == "terms")
    unsure = [rule for term in pack.terms for rule in (term, *term.others) if rule.needs_lawyer]

    assert len([line for line in terms.lines if line.is_unsettled]) == len(unsure)


# The pages.

pytestmark = pytest.mark.usefixtures("here")


def test_anybody_reads_the_passports(browser: Client) -> None:
    for category in current_pack().categories:
        page = words(browser.get(f"/passports/{category.code}/"))
        assert category.title in page
        assert UNSURE not in page
        assert "юрист" not in page
    assert browser.get("/passports/no-such-category/").status_code == 404


def test_staff_read_what_is_not_settled(administrator_client: Client) -> None:
    page = words(administrator_client.get("/passports/person_15/"))

    assert UNSURE in page
    assert "п. 15 (пункт требует проверки юристом)" in page.replace("\xa0", " ")


def test_the_other_company_has_the_passports_of_its_field(other_browser: Client, other_company: GridCompany) -> None:
    assert other_browser.get("/passports/person_15/").status_code == 404
    assert "теплоснабжения" in words(other_browser.get("/passports/"))


@pytest.mark.parametrize("form", ["word", "pdf"])
def test_a_passport_leaves_as_a_file_in_the_public_wording(administrator_client: Client, form: str) -> None:
    said = text_of(administrator_client.get(f"/passports/person_15/{form}/").content).replace("\xa0", " ")

    assert "10 рабочих дней" in said
    assert CALCULATED in said
    assert "юрист" not in said
    assert "ООО «Горсеть»" in said


def test_a_passport_is_drawn_once_a_day(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from cabinet.paperwork import press

    first = browser.get("/passports/person_15/word/").content
    monkeypatch.setattr(press, "_LIMITS", replace(press._LIMITS, memory=1))  # no child would start

    assert browser.get("/passports/person_15/word/").content == first


def test_files_for_anybody_are_limited(browser: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"passport_file": "1/m/ip"}

    assert [browser.get("/passports/person_15/word/").status_code for _ in range(2)] == [200, 429]


def test_staff_print_the_whole_pack(administrator_client: Client, applicant_client: Client) -> None:
    page = words(administrator_client.get("/rules/"))
    pack = current_pack()

    for title in (
        pack.edition.act, *(c.title for c in pack.categories), *(t.title for t in pack.terms),
        *(r.title for r in pack.refusals), *(a.title for a in pack.attachments), *(m.title for m in pack.made),
    ):  # fmt: skip
        assert title in page.replace("\xa0", " ")
    assert "Требует проверки юристом" in page
    assert administrator_client.get("/rules/?edition=1999-01-01").status_code == 404
    assert applicant_client.get("/rules/").status_code == 404
