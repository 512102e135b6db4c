"""Words of any length in every text that people and companies write: the columns are filled without asking a service,
since a service for each of them would have to be called with each.
"""

import re

from django.apps import apps
from django.db import connection, models

WORD = "превысокомногорассмотрительствующий" * 6  # 210 letters
LINK = f"https://example.ru/{'abcdefghij' * 30}"
HTML = f'<p>{WORD}</p><ul><li>{WORD}</li></ul><p><a href="{LINK}">{LINK}</a></p>'
# Identifiers, keys and what only programs read: their form is fixed.
NOT_WORDS = re.compile(
    r"password|phone|snils|inn$|ogrn|kpp|bik|account$|sha256|streebog|_id$|_url$|_key$|session|token|hash|content_type|type$"
    r"|purpose_code|fingerprint|code$|series|passport_number|bound_to|guid|thumbprint|serial|event|subject_kind|color"
    r"|case_ref|user_agent|recipient|gateway|undelivered|s3_id"
)
LEFT_OUT = {
    "accounts.PhoneCode.address",
    "cases.Case.kind",
    "cases.Case.pack",
    "cases.DueDay",  # codes, and what counts them
    "applications.Application.step",
    "documents.Upload.purpose",
    "invoices.Invoice.number",  # made by us
    "notifications.OutboxMessage",
}
APPS = {
    "accounts",
    "documents",
    "signing",
    "catalogue",
    "representatives",
    "cases",
    "applications",
    "contracts",
    "decisions",
    "enquiries",
    "pages",
    "company",
    "invoices",
    "tariffs",
}
MARKUP = {"html", "explanation"}


def fill() -> list[str]:
    """Puts them into every row of the company we are in; says into which columns."""
    filled = []
    for model in apps.get_models():
        if model._meta.app_label not in APPS or model._meta.label in LEFT_OUT:
            continue
        written = [field for field in model._meta.fields if _is_written(model, field)]
        if not written:
            continue
        with connection.cursor() as cursor:  # what is placed is kept by triggers; the test rolls all of it back
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the table is held by what is still to be checked
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE TRIGGER USER')
        for pk in model._base_manager.values_list("pk", flat=True):
            model._base_manager.filter(pk=pk).update(**{field.name: _long(field, pk) for field in written})
        filled += [f"{model._meta.label}.{field.name}" for field in written]
    return filled


def _is_written(model: type[models.Model], field: models.Field) -> bool:
    if not isinstance(field, models.CharField | models.TextField) or field.choices:
        return False
    if f"{model._meta.label}.{field.name}" in LEFT_OUT:
        return False
    return isinstance(field, models.EmailField) or not NOT_WORDS.search(field.name)


def _long(field: models.Field, pk: object) -> str:
    """As long as the column takes; another in each row, for columns in which no two are alike."""
    if isinstance(field, models.EmailField):
        return f"{pk}{'a' * 50}@{'b' * 60}.{'c' * 60}.example.ru"
    if field.name in MARKUP:
        return HTML
    if field.name == "file_name":
        return f"{pk}{WORD}.pdf"
    limit = field.max_length or 1000
    return f"{pk}{WORD} {LINK}"[:limit] if limit > 300 else f"{pk}{WORD}{WORD}"[:limit]
