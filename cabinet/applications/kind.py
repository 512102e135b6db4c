"""The application as a kind of case."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.urls import reverse

from accounts.models import User
from cabinet.cases.kinds import Facts, Kind, ListTab, Start, Words
from cabinet.cases.models import Case
from cabinet.rules.citation import MARKS, UNSETTLED, in_full
from cabinet.rules.conditions import Fact
from cabinet.rules.pack import Category
from cabinet.rules.packs import Pack, Status
from cabinet.rules.stages import Stage
from ui import words

from .category import lacks_category
from .completeness import must_be_complete
from .models import COLUMNS, Application
from .progress import PublicLine
from .proofs import progress_of
from .standing import standing_of
from .statement import facts_of_statement
from .steps import address_of
from .suppliers import note_supplier

APPLICATION = "application"
# What the short lists of facts name in their own words.
TOLD_APART = COLUMNS


class ApplicationKind(Kind):
    code = APPLICATION
    row = "application"
    words = Words(
        name="Заявка",
        about="О\u00a0заявке",
        subject="Объект",
        submitted="Заявка подана",
        submitted_already="Заявка уже подана",
        received="Ваша заявка получена",
        arrived="Новая заявка",
        withdraw="Отозвать заявку",
    )
    tab = ListTab("applications", "Заявки")
    draft_route = "application_draft"
    copy_route = "application_copy"
    is_listed = True
    has_stages = True
    subject_is_address = True

    def start(self, pack: Pack) -> Start:
        return Start("application_new", "plus", f"Создать заявку на {pack.connection}")

    def statuses(self, pack: Pack) -> tuple[Status, ...]:
        return pack.statuses

    def next_stages(self, pack: Pack, stage: Stage) -> frozenset[Stage]:
        return pack.next_stages(stage)

    def draft_url(self, case: Case) -> str:
        asked: Application = case.application
        return address_of(case, asked.step) if asked.step else super().draft_url(case)

    def on_submission(self, case: Case, *, by: User) -> None:
        """The category of the day of submission, by the edition of that day; who sells the energy."""
        application = Application.objects.select_related("case__applicant").get(pk=case.pk)
        application.case = case
        by_representative = not by.is_staff_of_company and by.acting.is_representative
        category = standing_of(application, by_representative=by_representative).category
        Application.objects.filter(pk=case.pk).update(category=category.code if category else "")
        note_supplier(application)

    def draft_name(self, case: Case) -> str:
        asked: Application = case.application
        type_ = asked.type_in_pack
        where = asked.address or ("без адреса" + (f" ({case.subject})" if case.subject else ""))
        return f"{type_.title if type_ else 'Заявка'}, {where}"

    def power(self, case: Case) -> Decimal | None:
        power: Decimal | None = case.application.max_power_kw
        return power

    def summary(self, case: Case) -> str:
        return ", ".join(part for part in (case.application.purpose, _power(case)) if part)

    def headline(self, case: Case) -> list[str]:
        asked: Application = case.application
        type_ = case.edition.type_of(asked.type)
        what = f"{case.title}: {words.lower_first(type_.title)}" if type_ else case.title
        first = ", ".join(part for part in (what, _power(case)) if part)
        return [part for part in (first, asked.purpose, case.subject, *asked.cadastral_numbers) if part]

    def facts(self, case: Case) -> Facts:
        asked: Application = case.application
        type_ = case.edition.type_of(asked.type)
        return [("Тип заявки", type_.title if type_ else ""), (_plots(asked), "\n".join(asked.cadastral_numbers))]

    def origin(self, case: Case) -> Facts:
        return [("Источник", case.application.get_source_display())]

    def public_stages(self, case: Case) -> Sequence[PublicLine]:
        return progress_of([case])[case.pk]

    def stated(self, case: Case) -> Mapping[str, Fact]:
        by_representative = not case.applicant.members.filter(pk=case.author_id).exists()
        return standing_of(case.application, by_representative=by_representative).facts

    def category(self, case: Case) -> Category | None:
        kept = case.rules.category(case.application.category)
        return kept or case.rules.category_of(self.stated(case))

    def to_be_named(self, case: Case) -> str:
        return reverse("application_category", args=[case.pk]) if lacks_category(case) else ""

    def must_be_complete(self, case: Case, to: Stage) -> None:
        if to == Stage.CONNECTED:
            must_be_complete(case)

    def statement(self, case: Case) -> Facts:
        return facts_of_statement(case.application)

    def notes_for_staff(self, case: Case) -> Facts:
        category = case.rules.category(case.application.category)
        if category is None:
            return []
        warning = f". Порядок {UNSETTLED} ({MARKS[category.mark]})" if category.needs_lawyer else ""
        return [("Категория", f"{category.title}, {in_full(category)}{warning}")]

    def receipt(self, case: Case, moment: str) -> Facts:
        asked: Application = case.application
        type_ = case.edition.type_of(asked.type)
        return [
            ("Подана", moment),
            ("Тип заявки", type_.title if type_ else ""),
            ("Что подключаем", asked.purpose),
            ("Адрес", asked.address),
            (_plots(asked), asked.cadastral_number),
            (case.edition.power.label, _power(case)),
            *facts_of_statement(asked, without=TOLD_APART),
        ]

    def paper(self, case: Case) -> Facts:
        asked: Application = case.application
        type_ = case.edition.type_of(asked.type)
        return [
            ("Тип заявки", type_.title if type_ else ""),
            ("Объект", asked.purpose),
            ("Адрес", asked.address),
            (_plots(asked), asked.cadastral_number),
            (case.edition.power.label, _power(case)),
            *facts_of_statement(asked, without=TOLD_APART),
        ]


def _power(case: Case) -> str:
    power = case.application.max_power_kw
    return words.power(power, case.edition.power.unit) if power else ""


def _plots(asked: Application) -> str:
    return "Кадастровые номера" if len(asked.cadastral_numbers) > 1 else "Кадастровый номер"
