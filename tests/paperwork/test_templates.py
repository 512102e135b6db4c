"""Templates of a company: hostile ones are refused with the field and the remedy, good ones hold from now on."""

import io
import random
import time
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from django.test import Client

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.paperwork import faults, merge_fields, press, services
from cabinet.paperwork.faults import TemplateRefused
from cabinet.paperwork.models import WordTemplate
from cabinet.paperwork.originals import build
from documents.errors import FileRefused
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.documents import honest
from tests.moment import NOW
from tests.world import words

from .conftest import content_of, made, text_of

pytestmark = pytest.mark.usefixtures("here")


def template(*lines: str, change: Callable[[Any], None] | None = None) -> bytes:
    """A Word file with these paragraphs."""
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    if change:
        change(word)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def with_part(name: str, content: bytes, *, instead: bool = False) -> bytes:
    """A template with one part more, or with another content in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template("{{ заявитель }}"))) as parts, zipfile.ZipFile(file, "w") as more:
        for info in parts.infolist():
            if not (instead and info.filename == name):
                more.writestr(info, parts.read(info))
        more.writestr(name, content)
    return file.getvalue()


def with_xml(xml: str) -> bytes:
    """A template with a piece of markup at the end of its text."""
    source = zipfile.ZipFile(io.BytesIO(template("{{ заявитель }}"))).read("word/document.xml").decode()
    return with_part("word/document.xml", source.replace("<w:sectPr", f"{xml}<w:sectPr", 1).encode(), instead=True)


def with_relation(kind: str, target: str) -> bytes:
    name = "word/_rels/document.xml.rels"
    source = zipfile.ZipFile(io.BytesIO(template("{{ заявитель }}"))).read(name).decode()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rId99" Type="{office}/{kind}" Target="{target}" TargetMode="External"/>'
    return with_part(name, source.replace("</Relationships>", f"{relation}</Relationships>").encode(), instead=True)


def field(instruction: str) -> str:
    """A field of Word, its instruction in two pieces."""
    begin, end = instruction[:3], instruction[3:]
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{begin}</w:instrText></w:r><w:r><w:instrText>{end}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def in_header(word: Any) -> None:
    word.sections[0].header.paragraphs[0].text = "{{ нет_такого }}"


BAD = {
    "an unknown field": (template("{{ фамилия }}"), "Поля «фамилия» нет"),
    "an unknown field in the header": (template("{{ заявитель }}", change=in_header), "Поля «нет_такого» нет"),
    "an unknown field in a condition": (template("{% if богат %}да{% endif %}"), "Поля «богат» нет"),
    "an unknown column": (template("{% for д in документы %}{{ д.пароль }}{% endfor %}"), "нет «д.пароль»"),
    "an unknown list": (template("{% for x in заявки %}{{ x }}{% endfor %}"), "Списка «заявки» нет"),
    "a list as a field": (template("{{ документы }}"), "«документы» — список"),
    "a tag that is not closed": (template("{{ заявитель"), "не парами"),
    "a tag that is not opened": (template("{% endfor %}"), "не парами"),
    "a condition without an end": (template("{% if заявитель %}да"), "не парами"),
    "a tag of nonsense": (template("{% сделай хорошо %}"), "не парами"),
    "a huge loop": (template("{% for x in range(10**9) %}x{% endfor %}"), "Повторять можно только список"),
    "a loop over a text": (template("{% for x in 'аб' * 999999 %}x{% endfor %}"), "Повторять можно только список"),
    "a loop in a loop": (
        template("{% for a in документы %}{% for b in документы %}x{% endfor %}{% endfor %}"),
        "внутри другого списка",
    ),
    "an attribute": (template("{{ заявитель.__class__.__mro__ }}"), "После точки"),
    "an attribute of a row's column": (template("{% for д in документы %}{{ д.файл.format }}{% endfor %}"), "точки"),
    "an index": (template("{{ заявитель['__class__'] }}"), "не разрешена"),
    "a call": (template("{{ заявитель() }}"), "не разрешена"),
    "a filter": (template("{{ заявитель|upper }}"), "не разрешена"),
    "a macro of the language": (template("{% macro m() %}x{% endmacro %}"), "не разрешена"),
    "an import": (template("{% import 'os' as os %}"), "не разрешена"),
    "an include": (template("{% include '/etc/passwd' %}"), "не разрешена"),
    "an assignment": (template("{% set x = 1 %}"), "не разрешена"),
    "arithmetic": (template("{{ 9 ** 9 ** 9 }}"), "не разрешена"),
    "a block that turns escaping off": (template("{% filter safe %}{{ заявитель }}{% endfilter %}"), "не "),
    "a paragraph in place of a field": (template("{{p заявитель }}"), "распадается"),
    "a picture from elsewhere": (with_relation("image", "http://evil.example/x.png"), "извне: http://evil.example"),
    "a template from elsewhere": (with_relation("attachedTemplate", "http://evil.example/x.dotm"), "извне"),
    "a file of ours": (with_relation("image", "file:///etc/passwd"), "извне"),
    "a link of a program": (with_relation("hyperlink", "javascript:alert(1)"), "извне"),
    "an included text": (with_xml(field("INCLUDETEXT c:\\secret")), "поле Word INCLUDETEXT"),
    "a field that starts a program": (with_xml(field("DDEAUTO c:\\cmd")), "поле Word DDEAUTO"),
    "a simple field of that kind": (with_xml('<w:fldSimple w:instr="INCLUDEPICTURE x"/>'), "INCLUDEPICTURE"),
    "a doctype": (
        with_part("word/styles2.xml", b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'),
        "повреждён",
    ),
    "an object inside": (with_part("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0"), "встроенный объект"),
    "another file inside": (with_xml("<w:altChunk/>"), "встроенный объект"),
    "too many parts": (with_part("word/x.bin", b"x" * 41 * 1024 * 1024), "слишком много"),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_a_bad_template_is_refused_in_words(content: bytes, said: str) -> None:
    found = [faults.in_words(fault, "receipt") for fault in press.faults_of(content, "receipt")]

    assert found
    assert said in " ".join(found)


def test_the_refusal_of_an_unknown_field_lists_the_known_ones() -> None:
    [fault] = press.faults_of(template("{{ фамилия }}"), "refusal")
    said = faults.in_words(fault, "refusal")

    for name in ("заявитель", "адрес", "причина", "обжалование"):
        assert name in said


def test_every_fault_is_told_at_once() -> None:
    found = press.faults_of(template("{{ раз }}", "{{ два }}", "{{ три }}"), "refusal")

    assert [fault["name"] for fault in found] == ["раз", "два", "три"]


GOOD = {
    "fields and conditions": template("{% if not объект and (адрес or заявитель) %}{{ адрес }}{% else %}—{% endif %}"),
    "a list in a line": template("{% for д in документы %}{{ д.номер }}. {{ д.название }} {% endfor %}"),
    "a whole list or nothing": template("{% if документы %}Приложения:{% endif %}"),
    "no field at all": template("Бланк без полей"),
    "a link people click": with_relation("hyperlink", "https://example.ru/"),
    "numbers of pages": with_xml(field("PAGE ")),
}


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD)
def test_a_good_template_is_taken_and_filled(content: bytes) -> None:
    assert press.faults_of(content, "receipt") == []
    assert press.printed(content, merge_fields.example("receipt")).pdf.startswith(b"%PDF")


@pytest.mark.parametrize("code", merge_fields.TITLES)
def test_our_own_templates_have_no_fault(code: str) -> None:
    assert press.faults_of(press.original(code), code) == []


@pytest.mark.parametrize("code", build.ALL)
def test_our_templates_are_what_the_script_builds(code: str) -> None:
    assert build.ALL[code]().bytes() == press.original(code)


def test_noise_is_refused_and_hangs_nothing() -> None:
    chance = random.Random(861)
    for _each in range(3):
        content = bytearray(template("{{ заявитель }}" * 20))
        for _byte in range(40):
            content[chance.randrange(len(content))] = chance.randrange(256)
        press.faults_of(bytes(content), "receipt")  # raises nothing


def test_a_template_that_is_slow_to_read_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that finds no end is stopped, and the refusal says what to do."""
    slow = type(press._LIMITS)(seconds=1, patience=2)
    monkeypatch.setattr(press, "_LIMITS", slow)
    begun = time.monotonic()
    [fault] = press.faults_of(template("{{" * 40_000), "receipt")

    assert fault["code"] in {"too_complex", "syntax"}
    assert time.monotonic() - begun < 60


# What the administrator does.


def upload(client: Client, content: bytes, code: str = "refusal", name: str = "шаблон.docx", form: str = "pdf") -> Any:
    return client.post(f"/templates/{code}/", {"file": SimpleUploadedFile(name, content), "form": form})


def test_a_good_one_holds_and_the_former_is_kept(administrator_client: Client, administrator: User) -> None:
    assert upload(administrator_client, template("Первый {{ заявитель }}")).status_code == 302
    assert upload(administrator_client, template("Второй {{ заявитель }}"), form="docx").status_code == 302

    second, first = WordTemplate.objects.all()
    assert (first.retired_at is None, second.retired_at is None, second.form) == (False, True, "docx")
    page = words(administrator_client.get("/templates/refusal/"))
    assert page.count("шаблон.docx") == 2
    assert "документ составляется в Word" in page
    assert "Второй Орлова Анна" in text_of(administrator_client.get("/templates/refusal/preview/word/").content)
    assert "Второй Орлова Анна" in text_of(administrator_client.get("/templates/refusal/preview/pdf/").content)


def test_going_back_to_ours_keeps_the_own_one(administrator_client: Client) -> None:
    upload(administrator_client, template("Наш {{ заявитель }}"))

    assert administrator_client.post("/templates/refusal/return/").status_code == 302

    assert services.template_of("refusal") is None
    assert WordTemplate.objects.count() == 1
    assert "отказе" in text_of(administrator_client.get("/templates/refusal/preview/word/").content)


def test_a_bad_one_changes_nothing_and_says_why(administrator_client: Client) -> None:
    answer = upload(administrator_client, template("{{ фамилия }}"))

    assert answer.status_code == 422
    assert "Поля «фамилия» нет. Есть поля: организация," in words(answer)
    assert not WordTemplate.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("шаблон.docm", honest.docm()), ("шаблон.pdf", world.PDF), ("шаблон.docx", b""), ("шаблон.exe", b"MZ")],
    ids=["macros", "no Word file", "empty", "a program"],
)
def test_what_is_no_plain_word_file_is_refused(administrator: User, name: str, content: bytes) -> None:
    with pytest.raises((TemplateRefused, FileRefused)):
        services.upload_template("refusal", SimpleUploadedFile(name, content), form="pdf", by=administrator, now=NOW)


def test_a_zip_bomb_is_refused_as_any_file(administrator: User) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template("x"))) as parts, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        for info in parts.infolist():
            bomb.writestr(info.filename, parts.read(info))
        bomb.writestr("word/media/big.bin", bytes(150 * 1024 * 1024))
    with pytest.raises((TemplateRefused, FileRefused)):
        services.upload_template(
            "refusal", SimpleUploadedFile("шаблон.docx", file.getvalue()), form="pdf", by=administrator, now=NOW
        )


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_document_is_made_by_the_template_that_holds(case: Case, administrator: User, form: str) -> None:
    services.upload_template(
        "receipt",
        SimpleUploadedFile("квитанция.docx", template("Своя квитанция: {{ заявитель }}", "{{ qr }}")),
        form=form, by=administrator, now=NOW,
    )  # fmt: skip

    entry = made(case)

    assert entry.document is not None
    assert entry.document.file_name.endswith(form)
    assert "Своя квитанция: Орлова Анна" in text_of(content_of(entry))


def test_a_version_is_never_changed(administrator: User) -> None:
    world.word_template(by=administrator)
    for statement in ({"form": "docx"}, {"code": "receipt"}):
        with pytest.raises(InternalError), transaction.atomic():
            WordTemplate.objects.update(**statement)


def test_templates_of_one_company_are_none_of_another(administrator: User, other_company: GridCompany) -> None:
    world.word_template(by=administrator)

    with inside(other_company):
        assert services.template_of("refusal") is None


def test_every_field_is_documented_on_the_screen(administrator_client: Client) -> None:
    for code in ("receipt", "missing_notice", "passport"):
        page = words(administrator_client.get(f"/templates/{code}/"))
        for entry in merge_fields.entries(code):
            assert entry.name in page
            assert entry.holds in page.replace("\xa0", " ")
    assert administrator_client.get("/templates/no_such/").status_code == 404
