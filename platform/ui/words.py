"""How we write things in Russian: dates, sizes, numbers with their words, phones, spaces that do not break."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

NBSP = "\N{NO-BREAK SPACE}"
MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTH_NAMES = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
# What must not be left alone at the end of a line.
SHORT = r"в|во|к|ко|о|об|обо|с|со|у|и|а|на|не|ни|но|по|до|за|из|от|мы|вы|я"
AFTER_SHORT = re.compile(rf"(?<![\w-])({SHORT}) (?=\S)", re.IGNORECASE)
AFTER_SIGN = re.compile(r"(?<!\w)(№|§|п\.|ул\.|г\.|д\.|стр\.|ст\.) ?(?=[\w«])")
BEFORE_UNIT = re.compile(r"(\d) (?=(?:кВт|кВ|кВА|МБ|КБ|ГБ|МВт|Гкал|м²|км|м|₽|%|шт|руб|раб|час|мин|сек|дн|знак)\w*)")
BEFORE_DASH = re.compile(r" (?=—)")
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


@lru_cache(maxsize=2048)
def typography(text: str) -> str:
    """Put non-breaking spaces where a line must not end. A page says the same few hundred words each time."""
    text = AFTER_SHORT.sub(rf"\1{NBSP}", text)
    text = AFTER_SIGN.sub(rf"\1{NBSP}", text)
    text = BEFORE_UNIT.sub(rf"\1{NBSP}", text)
    return THOUSANDS.sub(NBSP, BEFORE_DASH.sub(NBSP, text))


def one_line(typed: str, limit: int = 300) -> str:
    """What a person typed as a name: single blanks, no control or direction marks, not too long."""
    shown = (char for char in " ".join(typed.split()) if unicodedata.category(char)[0] != "C")
    return "".join(shown)[:limit]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def in_words(day: date) -> str:
    """13 марта 2026."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def month(day: date) -> str:
    """март 2026."""
    return f"{MONTH_NAMES[day.month - 1]}{NBSP}{day.year}"


def in_digits(day: date) -> str:
    """13.03.2026."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"  # %Y leaves out the zeros of the year 1


def with_time(moment: datetime) -> str:
    """13.03.2026, 14:05."""
    return f"{in_digits(moment)}, {moment:%H:%M}"


def to_the_second(moment: datetime) -> str:
    """13.03.2026 14:05:09."""
    return f"{in_digits(moment)} {moment:%H:%M:%S}"


def plural(number: int, one: str, few: str, many: str) -> str:
    """1 день, 2 дня, 5 дней."""
    last, teens = abs(number) % 10, abs(number) % 100
    if last == 1 and teens != 11:
        word = one
    elif 2 <= last <= 4 and not 12 <= teens <= 14:
        word = few
    else:
        word = many
    return f"{grouped(number)}{NBSP}{word}"


def grouped(number: int) -> str:
    """10 000."""
    return f"{number:,}".replace(",", NBSP)


def money(amount: Decimal) -> str:
    """12 000,50 ₽: always with kopecks."""
    return f"{amount:,.2f}".replace(",", NBSP).replace(".", ",") + f"{NBSP}₽"


def power(amount: Decimal | float, unit: str) -> str:
    """15 кВт, 0,35 Гкал/ч: no more digits than there are."""
    number = f"{Decimal(amount).normalize():,f}".replace(",", NBSP).replace(".", ",")
    return f"{number}{NBSP}{unit}" if unit else number


def lower_first(text: str) -> str:
    """For a title inside a sentence: специалист «Единого окна»."""
    return text[:1].lower() + text[1:]


def size(count: int) -> str:
    """1,1 МБ: one digit after the comma below ten, none above."""
    value, unit = float(count), "байт"
    for larger in ("КБ", "МБ", "ГБ"):
        if value < 1000:
            break
        value, unit = value / 1024, larger
    digits = 1 if unit not in ("байт", "КБ") and round(value, 1) < 10 else 0
    written = f"{value:.{digits}f}".removesuffix(".0").replace(".", ",")
    return f"{written}{NBSP}{unit}"


def dialled(phone: str) -> str:
    """What `tel:` takes: 8 800 000-12-34 is +78000001234."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    return f"+7{digits}" if len(digits) == 10 else digits


def phone(number: str) -> str:
    """+7 999 123-45-67; a free line is 8 800 000-12-34; what is no Russian number stays as it is."""
    digits = dialled(number)
    if not re.fullmatch(r"\+7\d{10}", digits):
        return number
    start = "8" if digits[2:5] == "800" else "+7"
    return f"{start}{NBSP}{digits[2:5]}{NBSP}{digits[5:8]}-{digits[8:10]}-{digits[10:]}"


def initials(name: str) -> str:
    """Two letters for the face of an entry: ОА for Орлова Анна, ЛЭ for ООО «Лугореченские электрические сети»."""
    inner = re.search(r"«(.+)»", name)
    words = re.findall(r"\w+", inner[1] if inner else name)
    letters = words[0][:2] if len(words) == 1 else "".join(word[0] for word in words[:2])
    return letters.upper()
