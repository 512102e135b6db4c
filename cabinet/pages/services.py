"""What is done with the texts."""

from datetime import datetime

from django.db import transaction
from django.utils.html import escape

from accounts import versions
from accounts.models import User
from audit import record
from cabinet.rules.packs import current_pack
from tenancy.company import current_company
from ui import html

from .models import PageVersion, Slot
from .queries import current

# What stands there until the administrator writes something better.
FIRST = {
    Slot.SIGN_IN: (
        "<p><strong>Добро пожаловать в личный кабинет {name}</strong></p>"
        "<p>Здесь подают заявку на {connection}, следят за ней, обмениваются документами "
        "с сетевой организацией — без поездки в офис.</p>"
    ),
    Slot.HOME: (
        "<p>Чтобы подать заявку или написать нам, выберите раздел «Документооборот». "
        "Чтобы проверить свои данные, выберите «Данные».</p>"
    ),
    Slot.HELP: (
        "<p>Как подать заявку: откройте «Документооборот», нажмите «Создать заявку на {connection}», "
        "заполните поля, добавьте файлы и нажмите «Подать заявку».</p>"
        "<p>Ответ сетевой организации появится в карточке заявки, о нём придёт письмо.</p>"
    ),
}


def begin(*, now: datetime) -> None:
    """The first texts of a company that has just been opened."""
    name = escape(current_company().short_name or current_company().name)
    connection = current_pack().connection
    for slot, text in FIRST.items():
        PageVersion.objects.create(slot=slot, html=text.format(name=name, connection=connection), created_at=now)


@transaction.atomic
def publish(slot: Slot, *, text: str, seen: str | None = None, by: User, now: datetime) -> PageVersion:
    """Put a text on the site. The same text twice is one version. Raises ChangedMeanwhile."""
    newest = _locked(slot)
    cleaned = html.clean(text)
    changed = versions.changes({"text": cleaned}, saved=_text_of(newest), seen=seen, author=_author_of(newest))
    if newest is not None and not changed:
        return newest
    version = PageVersion.objects.create(slot=slot, html=cleaned, by_name=by.short_name, created_at=now)
    record(by, "page.published", version, now=now, slot=slot.value)
    return version


@transaction.atomic
def bring_back(version: PageVersion, *, seen: str | None = None, by: User, now: datetime) -> PageVersion:
    """Make an old wording the current one again, as a new version. Raises ChangedMeanwhile."""
    newest = _locked(Slot(version.slot))
    saved = _text_of(newest)
    if seen is not None and seen != versions.version_of(saved):
        asked = versions.version_of(saved)
        versions.must_agree({"text": version.html}, saved=saved, version=asked, author=_author_of(newest))
    return publish(Slot(version.slot), text=version.html, by=by, now=now)


def _locked(slot: Slot) -> PageVersion | None:
    """The newest wording. The first one is the lock: of two who publish at once the second sees what the first has."""
    PageVersion.objects.select_for_update(no_key=True).filter(slot=slot).order_by("pk").first()
    return current(slot)


def _text_of(version: PageVersion | None) -> dict[str, str]:
    return {"text": version.html if version else ""}


def _author_of(version: PageVersion | None) -> versions.Author | None:
    return versions.Author(version.by_name, version.created_at) if version and version.by_name else None
