"""What is done with documents that the cabinet makes: asked for in the transaction of a fact, made by the worker."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction

import documents.services
from accounts.models import User
from audit import record
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from cabinet.rules.pack import MadeDocument
from tenancy import due
from tenancy.locks import one_at_a_time

from . import faults, merge_fields, passports, press
from .faults import TemplateRefused
from .models import Paper, WordTemplate
from .passports import Passport
from .values import of_company, values_of

MAKE = "paperwork.make_paper"  # the task that makes one paper
MOST_BYTES = 10 * 1024 * 1024  # of a template; ours have 40 KB
KEPT_SECONDS = 24 * 3600  # of a passport that was drawn: whoever asks for it next does not start a child
# The letter about the fact has told already that there is a document.
_TOLD_OF = {"missing_requested", "refused", "voided"}
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXY"  # none is taken for another


@transaction.atomic
def ask(
    case: Case,
    made: MadeDocument,
    by: User,
    key: uuid.UUID,
    now: datetime,
    said: Mapping[str, Any],
    is_signed: bool = False,
) -> None:
    """Write down that a document is wanted, with what it says; the worker makes it. The same key asks for it once.

    It answers `cabinet.cases.ports.paper_wanted`.
    """
    if made.code not in merge_fields.TITLES or Paper.objects.filter(case=case, key=key).exists():
        return
    code = new_check_code() if made.code == merge_fields.RECEIPT else ""
    paper = Paper.objects.create(
        case=case,
        code=made.code,
        key=key,
        asked_by=by,
        asked_at=now,
        is_signed=is_signed,
        check_code=code,
        values=values_of(case, made.code, by=by, said=said, check_code=code, now=now),
    )
    due.plan_now(MAKE, paper.pk, now=now)


def draw(case: Case, made: MadeDocument, by: User, now: datetime, said: Mapping[str, Any]) -> tuple[bytes, str]:
    """The document that `ask` would have made, as PDF, and a name for its file. Nothing is written down.

    It answers `cabinet.cases.ports.paper_drawn`. Raises NotMade, StorageUnavailable.
    """
    content = template_bytes(template_of(made.code), made.code)
    values = values_of(case, made.code, by=by, said=said, now=now)
    return press.printed(content, values).pdf, f"{file_stem(case, made.title)}.pdf"


def make(paper: Paper, *, now: datetime) -> Entry | None:
    """Make a paper and file it in its case. Made already, it is left as it is, so this may be called twice.

    Raises NotMade, FileRefused, StorageUnavailable: then it stays on the list of due work.
    """
    if paper.entry_id is None:
        made = next((one for one in paper.case.rules.made if one.code == paper.code), None)
        if made is not None:
            _file(paper, made, now=now)
    due.settle(MAKE, paper.pk)
    return paper.entry


def _file(paper: Paper, made: MadeDocument, *, now: datetime) -> None:
    """One that was filed before the worker died is found by its key."""
    case = paper.case
    entry = case.entries.filter(key=paper.key).first()
    template = template_of(paper.code)
    if entry is None:
        named = case.rules.company_document(made.document) if made.document else None
        title = named.title if named else made.title
        entry = cases.file_paper(
            case,
            _printed(paper, template, title),
            title=title,
            code=made.document or made.code,
            from_company=made.side == "company",
            is_signed=paper.is_signed,
            is_told=made.when not in _TOLD_OF,
            by=paper.asked_by,
            key=paper.key,
            now=now,
        )
    Paper.objects.filter(pk=paper.pk).update(entry=entry, template=template)
    paper.entry = entry


def _printed(paper: Paper, template: WordTemplate | None, title: str) -> SimpleUploadedFile:
    """As PDF, or as Word where a company has chosen so for a template of its own."""
    name = file_stem(paper.case, title)
    content = template_bytes(template, paper.code)
    if template is not None and template.form == WordTemplate.Form.WORD:
        return SimpleUploadedFile(f"{name}.docx", press.word(content, paper.values), press.WORD_TYPE)
    return SimpleUploadedFile(f"{name}.pdf", press.printed(content, paper.values).pdf, press.PDF_TYPE)


def application_file(case: Case, *, form: str, by: User, now: datetime) -> tuple[bytes, str, str]:
    """The application as it stands: its bytes, their type and the extension. Raises NotMade, StorageUnavailable."""
    code = merge_fields.APPLICATION
    content = template_bytes(template_of(code), code)
    values = values_of(case, code, by=by, said={}, now=now)
    if form == "pdf":
        return press.printed(content, values).pdf, press.PDF_TYPE, "pdf"
    return press.word(content, values), press.WORD_TYPE, "docx"


def passport_file(passport: Passport, *, form: str, now: datetime) -> tuple[bytes, str, str]:
    """A passport of a service as a file, made once a day and version. Raises NotMade, StorageUnavailable."""
    code = merge_fields.PASSPORT
    template = template_of(code)
    values = {**of_company(now), **passports.values_of(passport)}
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    kept = f"passport-{form}-{template.pk if template else 0}-{digest}"
    made: bytes | None = cache.get(kept)
    if made is None:
        content = template_bytes(template, code)
        made = press.printed(content, values).pdf if form == "pdf" else press.word(content, values)
        cache.set(kept, made, KEPT_SECONDS)
    return (made, press.PDF_TYPE, "pdf") if form == "pdf" else (made, press.WORD_TYPE, "docx")


def file_stem(case: Case, title: str) -> str:
    """«Заявка № ТП-17», without what a name of a file may not hold."""
    number = case.number.replace("/", "-").replace("\\", "-")
    return f"{title} № {number}" if number else title


def template_of(code: str) -> WordTemplate | None:
    """The company's own template that holds today; None: ours."""
    return WordTemplate.objects.current().select_related("document").filter(code=code).first()


def template_bytes(template: WordTemplate | None, code: str) -> bytes:
    """Raises StorageUnavailable."""
    return b"".join(documents.services.chunks(template.document)) if template else press.original(code)


def upload_template(code: str, source: "UploadedFile[Any]", *, form: str, by: User, now: datetime) -> WordTemplate:
    """Check a template of the company and make it the one that holds; the former one is kept, retired.

    Raises TemplateRefused with every fault, FileRefused, StorageUnavailable.
    """
    if (source.size or 0) > MOST_BYTES:
        raise TemplateRefused([faults.in_words({"code": "too_large"}, code)])
    content = source.read()  # the file is closed when its bytes are in S3
    source.seek(0)
    document = documents.services.take(source, by=by, now=now)
    if document.content_type != press.WORD_TYPE:
        raise TemplateRefused([faults.in_words({"code": "not_word"}, code)])
    if document.has_macros:
        raise TemplateRefused([faults.in_words({"code": "macros"}, code)])
    found = press.faults_of(content, code)
    if found:
        raise TemplateRefused(list(dict.fromkeys(faults.in_words(fault, code) for fault in found)))
    with transaction.atomic():
        _retire(code, now=now)
        documents.services.keep(document, placed_at=now)
        template = WordTemplate.objects.create(code=code, document=document, form=form, added_at=now, added_by=by)
        record(by, "template.uploaded", template, now=now, code=code, sha256=document.sha256)
    return template


@transaction.atomic
def return_to_ours(code: str, *, by: User, now: datetime) -> None:
    """Retire the company's template: ours holds again. There may be none to retire."""
    for template in _retire(code, now=now):
        record(by, "template.retired", template, now=now, code=code)


def _retire(code: str, *, now: datetime) -> list[WordTemplate]:
    """Two administrators upload one after the other: the template of the first is retired by the second."""
    one_at_a_time(f"template {code}")
    current = list(WordTemplate.objects.current().filter(code=code))
    WordTemplate.objects.filter(pk__in=[template.pk for template in current]).update(retired_at=now)
    return current


def preview(template: WordTemplate | None, code: str, *, form: str) -> tuple[bytes, str, str]:
    """An example of a document about nobody. Raises NotMade, StorageUnavailable."""
    content, values = template_bytes(template, code), merge_fields.example(code)
    if form == "pdf":
        return press.printed(content, values).pdf, press.PDF_TYPE, "pdf"
    return press.word(content, values), press.WORD_TYPE, "docx"


def new_check_code() -> str:
    """A random code like «K7QM-2RWE-X9TD-4HPC»: 77 bits, so that nobody finds a receipt by guessing."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def plan_forgotten(*, now: datetime) -> int:
    """List again what waits and is on no list (of a restored schema). Returns how many."""
    waiting = Paper.objects.filter(entry=None, asked_at__lt=now).values_list("pk", flat=True)
    for pk in waiting:
        due.plan_once(MAKE, pk, at=now)
    return len(waiting)
