"""A wrong edition is refused before anybody works by it; each mistake is said with its file, place and remedy."""

import re
from datetime import date
from pathlib import Path

import pytest

from cabinet.rules import checks, packs
from cabinet.rules.validation import PackInvalid
from tests.rules.editions import EDITION, changed, item, read, text_of, without

REMEDY = re.compile(
    r"Добавьте|Исправьте|Дайте|Проверьте|Назовите|Уберите|Напишите|Поставьте|Разведите|Оставьте|Введите|Возможно|"
    r"Здесь нужно|есть у|его ограничивают|не пуст|называются|больше верхней|границ у него нет|одна единица|"
    r"есть missing|есть point|нет среди choices|не больше max|сравнивают|зависеть не может|граница|список пуст|"
    r"Пусть они совпадают|это таблица"
)


def mistakes_in(text: str) -> list[str]:
    with pytest.raises(PackInvalid) as refused:
        read(text)
    assert str(refused.value).startswith(f"electricity_861/{EDITION}.toml:\n")
    return refused.value.mistakes


PAGE = '\n[[pages]]\ncode = "empty"\ntitle = "Пустая"\n'
QUESTION = '\n[[questions]]\ncode = "{code}"\npage = "what"\ntype = "{type}"\nlabel = "Вопрос"\n{more}\n'


def with_question(code: str = "more_one", type: str = "text", more: str = "") -> str:
    return text_of() + QUESTION.format(code=code, type=type, more=more)


# What is wrong; the text of the edition; what the message says, among it the place.
WRONG: dict[str, tuple[str, list[str]]] = {
    # The form of the file.
    "no toml": (text_of() + "\nтитул = ", ["не читается как TOML", "line"]),
    "a key is missing": (
        changed('title = "Технологическое присоединение', 'titel = "Т'),
        ["title: такого ключа нет. Добавьте", "titel: такого ключа быть не может"],
    ),
    "a section is missing": (
        without("terms", "pay_last").replace("[power]", "[powerful]"),
        ["power: такого ключа нет", "powerful: такого ключа быть не может"],
    ),
    "a word is empty": (changed('title = "Оплатить счёт"', 'title = ""'), ["terms[6] (pay_first) → title: пусто"]),
    "a code with a blank": (
        changed('code = "pay_first"', 'code = "pay first"'),
        ["(pay first) → code", "латинских букв"],
    ),
    "a list is empty": (
        changed('whom = ["applicant", "supplier"]', "whom = []"),
        ["told[1] (registered) → whom: список пуст"],
    ),
    "a number is not above zero": (
        changed("{ working_days = 3 }", "{ working_days = 0 }"),
        ["terms[1] (say_missing) → length → working_days: число больше нуля"],
    ),
    "a number in words": (
        changed("{ working_days = 3 }", '{ working_days = "три" }'),
        ["terms[1] (say_missing)", "«три» не подходит. Здесь нужно: целое число"],
    ),
    "a part of a day": (
        changed("{ working_days = 3 }", "{ working_days = 3.5 }"),
        ["«3.5» не подходит. Здесь нужно: целое число"],
    ),
    "words for a number": (
        changed('largest = "9999999.99"', 'largest = "много"'),
        ["power → largest: «много» не подходит. Здесь нужно: число"],
    ),
    "too many decimals": (
        changed("decimals = 2", "decimals = 7"),
        ["power → decimals: «7» не подходит. Введите число не больше 6"],
    ),
    "decimals below zero": (
        changed("decimals = 2", "decimals = -1"),
        ["power → decimals: «-1» не подходит. Введите число не меньше 0"],
    ),
    "a day that is none": (
        changed("valid_from = 2026-01-01", 'valid_from = "первое января"'),
        ["edition → valid_from", "день вида 2026-01-01"],
    ),
    "yes in words": (
        changed("is_no_capacity = true", 'is_no_capacity = "пожалуй"'),
        ["refusals[5] (no_capacity) → is_no_capacity", "true или false"],
    ),
    "a number for words": (
        changed('title = "Оплатить счёт"', "title = 5"),
        ["terms[6] (pay_first) → title: «5» не подходит. Здесь нужно: слова в кавычках"],
    ),
    "a word for a list": (
        changed('procedures = ["section_x"]', 'procedures = "section_x"'),
        ["terms[1] (say_missing) → procedures", "список в квадратных скобках"],
    ),
    "a word for a list of stages": (
        changed('draft = ["waiting"]', 'draft = "waiting"'),
        ["moves → draft", "список в квадратных скобках"],
    ),
    "a word for a table": (
        changed("length = { working_days = 3 }", "length = 3"),
        ["terms[1] (say_missing) → length: «3» не подходит. Здесь нужно: таблица"],
    ),
    "a word for the table of moves": (
        re.sub(r"(?ms)^\[moves\].*?(?=^# What a spec)", "", text_of()).replace(
            'title = "Тех', 'moves = "всюду"\ntitle = "Тех', 1
        ),
        ["moves", "таблица"],
    ),
    "an unknown mark": (
        changed('mark = "S2"', 'mark = "S3"', after=item("terms", "say_missing")),
        ["terms[1] (say_missing) → mark: «S3» здесь быть не может. Возможно: S, S2, R, OLD, N"],
    ),
    "an unknown side": (
        changed('whose = "company"', 'whose = "state"'),
        ["whose: «state» здесь быть не может. Возможно: company, applicant, supplier"],
    ),
    "a term without a point": (
        changed('point = "106"\n', "", after=item("terms", "pay_first")),
        ["terms[6] (pay_first) → point: такого ключа нет. Добавьте"],
    ),
    "a term without a mark": (
        changed('mark = "S"\n', "", after=item("terms", "pay_first")),
        ["terms[6] (pay_first) → mark: такого ключа нет"],
    ),
    "a term with two units": (
        changed("{ working_days = 5 }", "{ working_days = 5, months = 1 }"),
        ["terms[6] (pay_first) → length: у срока одна единица"],
    ),
    "a term with no unit": (
        changed("{ working_days = 5 }", "{}"),
        ["terms[6] (pay_first) → length: у срока одна единица"],
    ),
    # A move.
    "a move to nowhere": (
        changed('draft = ["waiting"]', 'draft = ["waiting", "heaven"]'),
        ["moves → draft", "«heaven» здесь быть не может. Возможно: draft, waiting"],
    ),
    "a move from nowhere": (
        changed('draft = ["waiting"]', 'draft = ["waiting"]\nheaven = ["review"]'),
        ["moves → heaven", "«heaven» здесь быть не может"],
    ),
    "a move into the same stage": (
        changed('refused = ["review"]', 'refused = ["review", "refused"]'),
        ["moves → refused: переход в тот же этап"],
    ),
    "a stage that nothing leads to": (
        changed('refused = ["review"]', 'refused = ["review"]\nanswered = ["review"]'),
        ["moves → answered: в этот этап ничто не ведёт"],
    ),
    "a stage that nothing leaves": (
        changed('performance = ["connected", "withdrawn"]', "performance = []"),
        ["moves → performance: из этого этапа нет перехода"],
    ),
    "a draft that cannot be submitted": (
        changed('draft = ["waiting"]', 'draft = ["review"]').replace(
            'review = ["missing"', 'review = ["waiting", "missing"', 1
        ),
        ["moves → draft: нет перехода в «waiting»"],
    ),
    "a status of an unreached stage": (
        changed('stage = "voided"', 'stage = "answered"', after=item("statuses", "voided")),
        ["statuses (voided) → stage: в этап «answered» нет перехода"],
    ),
    "a status of no stage": (
        changed('stage = "voided"', 'stage = "void"', after=item("statuses", "voided")),
        ["statuses[11] (voided) → stage: «void» здесь быть не может"],
    ),
    "a stage on no step": (
        changed('stages = ["signing", "payment"]', 'stages = ["signing"]'),
        ["steps: этап «payment» не показан ни на одном шаге"],
    ),
    "a stage on two steps": (
        changed('stages = ["signing", "payment"]', 'stages = ["signing", "payment", "offer"]'),
        ["steps: этап «offer» показан на двух шагах"],
    ),
    "a contract that leads nowhere": (
        changed('after_signing = "performance"', 'after_signing = "answered"'),
        ["after_signing: в этап «answered» нет перехода"],
    ),
    # Codes.
    "a code twice": (
        changed('code = "pay_last"', 'code = "pay_first"'),
        ["terms (pay_first): такой код уже есть. Дайте другой"],
    ),
    "a document of both sides": (
        changed('code = "letter"', 'code = "more"'),
        ["company_documents (more): такой код уже есть среди attachments"],
    ),
    "a public stage twice": (
        changed('number = "6.2"', 'number = "6.1"'),
        ["public_stages (6.1) → number: такая строка уже есть"],
    ),
    "told of the same twice": (
        changed('event = "notice_placed"', 'event = "offer_placed"', after="[[told]]"),
        ["told (offer_placed) → event: такая строка уже есть"],
    ),
    "an answer twice": (
        changed('code = "owner"', 'code = "lost"', after=item("questions", "reissue_reason")).replace(
            'reissue_reason = ["owner", "data"]', 'reissue_reason = "data"'
        ),
        ["questions (reissue_reason) → choices: ответ «lost» уже есть"],
    ),
    "a code of a company": (
        changed('code = "wish"', 'code = "company_1"'),
        ["questions (company_1): с company_ начинаются коды, которые дают организации"],
    ),
    "a question that the cabinet answers": (
        with_question("legal_form"),
        ["questions (legal_form): так называется то, что кабинет знает сам"],
    ),
    "a status without a code": (
        changed('code = "works_done"', 'code = ""', after="[[statuses]]").replace('"status:works_done", ', ""),
        ["statuses (Мероприятия сетевой организации выполнены) → code: код"],
    ),
    "a status that is called waiting": (
        changed('code = "voided"', 'code = "waiting"', after="[[statuses]]"),
        ["statuses (waiting) → code"],
    ),
    "two statuses of the same words": (
        changed('label = "Отказано"', 'label = "Присоединено"'),
        ["statuses (refused) → label: «Присоединено» уже есть"],
    ),
    "a status with the words of waiting": (
        changed('label = "Отказано"', 'label = "Ожидание ответа электросетевой"'),
        ["statuses (refused) → label"],
    ),
    "a message with a status of no code": (
        changed('code = "answered"', 'code = "A"', after="[[enquiry_statuses]]"),
        ["enquiry_statuses (Ответ направлен) → code"],
    ),
    # What names nothing.
    "a question on no page": (
        changed('page = "power"', 'page = "force"', after=item("questions", "benefit")),
        ["questions (benefit) → page: «force» нигде не описан. Возможно: company"],
    ),
    "a page without questions": (text_of() + PAGE, ["pages (empty): на странице нет ни одного вопроса"]),
    "a category of no procedure": (
        changed('procedure = "general"', 'procedure = "special"'),
        ["categories (other_150) → procedure: «special» нигде не описан"],
    ),
    "a term of no procedure": (
        changed('procedures = ["papers"]', 'procedures = ["paper"]'),
        ["terms (reissue_papers) → procedures: «paper» нигде не описан"],
    ),
    "a term in no procedure": (
        changed('procedures = ["papers"]', "procedures = []"),
        ["terms (reissue_papers) → procedures: список пуст. Назовите"],
    ),
    "a term that starts with nothing": (
        changed('starts = "paid"', 'starts = "payed"'),
        ["terms (works) → starts: «payed» нигде не описан"],
    ),
    "a term that ends with nothing": (
        changed('ends = "paid"', 'ends = "payed"'),
        ["terms (pay_first) → ends: «payed» нигде не описан"],
    ),
    "a term that restarts with nothing": (
        changed('restarts = ["missing_received"]', 'restarts = ["missing"]'),
        ["terms (place_offer) → restarts: «missing» нигде не описан"],
    ),
    "a term that ends as it starts": (
        changed('ends = "paid"', 'ends = "offer_placed"'),
        ["terms (pay_first) → ends: срок кончается тем же"],
    ),
    "a term restarted by its end": (
        changed('restarts = ["missing_received"]', 'restarts = ["offer_placed"]'),
        ["terms (place_offer) → restarts: «offer_placed» кончает срок"],
    ),
    "a public stage of no event": (
        changed('event = "act_balance"', 'event = "act_border"'),
        ["public_stages (6.2) → event: «act_border» нигде не описан"],
    ),
    "a public stage begun by no event": (
        changed('begins = "contract_concluded"', 'begins = "contract"'),
        ["→ begins: «contract» нигде не описан"],
    ),
    "progress that begins with nothing": (
        changed('begins = "contract_concluded"\n', ""),
        ["public_stages (4) → begins: такого ключа нет"],
    ),
    "a beginning of what is no progress": (
        changed('shows = "done"', 'shows = "done"\nbegins = "paid"'),
        ["public_stages (5) → begins: он есть только у хода работ"],
    ),
    "told of no event": (
        changed('event = "meter_admitted"', 'event = "meter"'),
        ["told (meter) → event: «meter» нигде не описан"],
    ),
    "a made document without a name": (
        changed('document = "refusal_letter"', 'document = "refusal"'),
        ["made (refusal) → document: «refusal» нигде не описан"],
    ),
    "evidence of nothing": (
        changed('evidence = ["document:meter_act"]', 'evidence = ["document:meter"]'),
        ["events (meter_admitted) → evidence: «document:meter» ничего не называет. Возможно: submitted"],
    ),
    "evidence of a strange kind": (
        changed('evidence = ["registered"]', 'evidence = ["rumour:heard"]'),
        ["events (registered) → evidence: «rumour:heard»"],
    ),
    # Conditions.
    "a condition of an unknown fact": (
        changed('shown = { kind = "temporary" }', 'shown = { sort = "temporary" }'),
        ["questions (temporary_kind) → shown: факт «sort» неизвестен. Возможно: "],
    ),
    "a condition of an unknown kind": (
        changed('required = { kind = "redistribution" }', 'required = { kind = "division" }'),
        ["attachments (redistribution_agreement) → required: у «kind» нет ответа «division». Возможно: new, increase"],
    ),
    "a condition of an unknown answer": (
        changed('shown = { reliability = "1" }', 'shown = { reliability = "I" }'),
        ["questions (power_1) → shown: у «reliability» нет ответа «I». Возможно: 3, 2, 1"],
    ),
    "a condition of typed words": (
        changed('shown = { reliability = "1" }', 'shown = { purpose = "дом" }'),
        ["questions (power_1) → shown: от «purpose» условие зависеть не может"],
    ),
    "a number that is compared": (
        changed("total_power = { max = 150 } }\npoint", "total_power = 150 }\npoint"),
        ["questions (instalments) → shown: «total_power» — число, его ограничивают"],
    ),
    "words that are bounded": (
        changed('shown = { reliability = "1" }', "shown = { reliability = { max = 1 } }"),
        ["questions (power_1) → shown: «reliability» — не число, границ у него нет"],
    ),
    "a condition of a term": (
        changed("when = { budget = true }", "when = { budjet = true }"),
        ["terms (pay_first) → others → when: факт «budjet» неизвестен"],
    ),
    "a condition of a refusal": (
        changed('when = { kind = "redistribution" }', 'when = { kind = "division" }', after="[[refusals]]"),
        ["refusals (agreement_invalid) → when: у «kind» нет ответа «division»"],
    ),
    "a condition that is a word": (
        changed('shown = { kind = "temporary" }', 'shown = "temporary"'),
        ["(temporary_kind) → shown: условие — это таблица"],
    ),
    "an empty condition": (
        changed('shown = { kind = "temporary" }', "shown = {}"),
        ["(temporary_kind) → shown: условие — это таблица", "не пуста"],
    ),
    "an empty list of answers": (
        changed('shown = { kind = "temporary" }', "shown = { kind = [] }"),
        ["у «kind» список пуст"],
    ),
    "an answer that is a list": (
        changed('shown = { kind = "temporary" }', 'shown = { kind = [["temporary"]] }'),
        ["у «kind» сравнивают со словом, числом, true или false"],
    ),
    "an unknown bound": (
        changed("total_power = { max = 150 } }\npoint", "total_power = { upto = 150 } }\npoint"),
        ["границы называются min, max, above и below; есть «upto»"],
    ),
    "a bound that is a word": (
        changed("total_power = { max = 150 } }\npoint", 'total_power = { max = "150" } }\npoint'),
        ["граница «max» — число"],
    ),
    "bounds in which nothing fits": (
        changed("total_power = { max = 150 } }\npoint", "total_power = { min = 200, max = 150 } }\npoint"),
        ["нижняя граница 200 больше верхней 150"],
    ),
    "an empty any": (changed('shown = { kind = "temporary" }', "shown = { any = [] }"), ["«any» — это список условий"]),
    "an any that is no list": (
        changed('shown = { kind = "temporary" }', 'shown = { any = { kind = "temporary" } }'),
        ["«any» — это список условий"],
    ),
    "a wrong condition in another": (
        changed('shown = { kind = "temporary" }', "shown = { not = {} }"),
        ["условие — это таблица"],
    ),
    "a condition nobody meets": (
        changed("when = { budget = true }", 'when = { budget = true, legal_form = "person" }'),
        ["terms (pay_first) → others → when: ни один ответ не подходит"],
    ),
    "required where it is not shown": (
        changed('required = { kind = "redistribution" }', 'required = { kind = "new" }'),
        ["attachments (redistribution_agreement) → required: бывает верно только там, где не показано"],
    ),
    "shown by what is asked later": (
        changed('shown = { kind = "temporary" }', "shown = { budget = true }"),
        ["questions (temporary_kind) → shown: «budget» спрашивают не раньше"],
    ),
    "existing power by the total one": (
        changed('shown = { kind = ["increase", "redistribution"] }', "shown = { total_power = { max = 5 } }"),
        ["questions (existing_power) → shown: от «total_power» условие зависеть не может"],
    ),
    # Questions.
    "a choice without answers": (
        with_question(type="choice"),
        ["questions[", "(more_one)", "choices) есть у вопроса с выбором"],
    ),
    "answers without a choice": (
        with_question(more='choices = [{ code = "a", label = "А" }]'),
        ["choices) есть у вопроса с выбором, и только у него"],
    ),
    "a default that is no answer": (
        with_question(type="choice", more='choices = [{ code = "a", label = "А" }]\ndefault = "b"'),
        ["ответа по умолчанию «b» нет среди choices"],
    ),
    "required and nothing to say": (
        with_question(more='required = true\npoint = "9"'),
        ["у обязательного вопроса есть missing"],
    ),
    "required by no point": (
        with_question(more='required = true\nmissing = "Ответьте"'),
        ["у обязательного вопроса есть point"],
    ),
    "the least above the most": (with_question(type="number", more="min = 5\nmax = 3"), ["min не больше max"]),
    "bounds of words": (with_question(more="max = 3"), ["min, max и decimals есть у вопроса с числом"]),
    "an example that is no number": (
        with_question(type="number", more='example = "шесть"'),
        ["questions (more_one) → example: «шесть» — не число"],
    ),
    "an example outside of the bounds": (
        with_question(type="number", more='max = 3\nexample = "6"'),
        ["questions (more_one) → example: «6» вне своих границ"],
    ),
    "an example too fine": (
        changed('fine_example = "15,25"', 'fine_example = "15,255"'),
        ["power → fine_example: «15,255» — не число, в котором после запятой до 2 цифр"],
    ),
    "a second power": (
        with_question(type="power"),
        ["questions (more_one) → type: тип power у max_power_kw, и только у него"],
    ),
    "no question of the address": (
        changed('code = "address"', 'code = "place"', after="[[questions]]"),
        ["questions: нет вопроса «address»", "Добавьте"],
    ),
    "a power that is optional and required": (
        changed("power_is_optional = true", "power_is_optional = false"),
        ["types (reissue) → power_is_optional: расходится с required"],
    ),
    "words to guess by in capitals": (
        changed('words = ["инструкция"]', 'words = ["Инструкция"]'),
        ["company_documents (instruction) → words: «Инструкция»"],
    ),
    # Categories.
    "an answer that fits no category": (
        changed("total_power = { above = 670 }", "total_power = { above = 671 }", after=item("categories", "large")),
        ["categories: ответу (", "total_power = 670.99", "не подходит ни одна"],
    ),
    "an answer that fits two": (
        changed(
            "total_power = { above = 150, max = 670 }",
            "total_power = { min = 150, max = 670 }",
            after=item("categories", "medium_670"),
        ),
        ["categories: ответу (", "total_power = 150", "подходят сразу other_150, medium_670"],
    ),
    "a hole of one hundredth": (
        changed("total_power = { above = 670 }", "total_power = { above = 670.01 }", after=item("categories", "large")),
        ["total_power = 670.01", "не подходит ни одна"],
    ),
    "a kind without a category": (
        without("categories", "reissue"),
        ["categories: ответу (kind = reissue, ", "не подходит ни одна"],
    ),
    "nothing but gaps": (
        changed(
            'when = { kind = ["new", "increase"], total_power = { above = 150, max = 670 } }',
            'when = { kind = "new", total_power = { above = 150, max = 670 } }',
        ),
        ["categories: есть и другие такие ответы"],
    ),
    "a category that depends on an unasked answer": (
        changed(
            'when = { kind = "reissue" }', 'when = { kind = "reissue", reliability = "3" }', after="[[categories]]"
        ),
        ["categories (reissue) → when: ни один ответ не подходит"],
    ),
    "a category that depends on what may be left out": (
        changed(
            'when = { kind = "other" }', 'when = { kind = "other", total_power = { max = 15 } }', after="[[categories]]"
        ),
        ["не подходит ни одна"],
    ),
    # The edition.
    "an edition that ends before it begins": (
        changed("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_until = 2025-12-31"),
        ["edition → valid_until: 2025-12-31 раньше, чем valid_from"],
    ),
    "an edition of another day": (
        changed("valid_from = 2026-01-01", "valid_from = 2026-02-01"),
        ["edition → valid_from: 2026-02-01, а файл назван 2026-01-01"],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_each_mistake_is_said_with_its_place_and_its_remedy(case: str) -> None:
    text, said = WRONG[case]

    mistakes = mistakes_in(text)

    for words in said:
        assert any(words in mistake for mistake in mistakes), mistakes
    for mistake in mistakes:
        assert ": " in mistake or "→" in mistake
        assert REMEDY.search(mistake), mistake


def test_all_mistakes_are_said_at_once() -> None:
    text = changed('starts = "paid"', 'starts = "payed"').replace('page = "supply"', 'page = "supplies"', 1)

    assert len([line for line in mistakes_in(text) if "нигде не описан" in line]) == 2


def test_the_shipped_editions_have_none() -> None:
    assert checks.packs_are_valid(None) == []


def test_a_wrong_edition_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in packs.PACKS.values():
        (tmp_path / code).mkdir()
        (tmp_path / code / f"{EDITION}.toml").write_text(text_of(code), "utf-8")
    (tmp_path / "electricity_861" / f"{date(2026, 6, 1)}.toml").write_text(
        changed("valid_from = 2026-01-01", "valid_from = 2026-06-01").replace('starts = "paid"', 'starts = "payed"'),
        "utf-8",
    )
    (tmp_path / "heat_2115" / "новая.toml").write_text(text_of("heat_2115"), "utf-8")
    monkeypatch.setattr(packs, "HERE", tmp_path)
    forget()
    try:
        said = [str(error.msg) for error in checks.packs_are_valid(None)]
    finally:
        forget()

    assert ["electricity_861/2026-06-01.toml" in said[0], "terms (works) → starts: «payed»" in said[0]] == [True, True]
    assert "heat_2115/новая.toml" in said[1]
    assert "2026-01-01.toml" in said[1]


def forget() -> None:
    packs.load.cache_clear()
    packs.editions.cache_clear()
