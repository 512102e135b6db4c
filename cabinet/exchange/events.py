"""Sentences of the journal: who took which data, of which days, how many rows. Nothing of what stood in them."""

from audit import texts

from .registry import title_of

texts.register(
    {"exchange.exported": "Выгружены данные: {book}, {format}, с {since} по {until}, строк: {rows}"},
    said={
        "book": title_of,
        "format": texts.labels([("xlsx", "XLSX"), ("jsonl", "JSON Lines")]),
        "since": texts.day,
        "until": texts.day,
    },
)
texts.register(
    {
        "exchange.imported": "Заявки из файла: внесено {entered}, были раньше {known}, новых заявителей {applicants}",
    }
)
