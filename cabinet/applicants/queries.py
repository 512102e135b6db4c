"""What is read of applicants."""

from django.db.models import Count, Q, QuerySet

from accounts.models import Applicant, JoinRequest, LegalForm, Membership, User
from accounts.queries import applicant_has
from accounts.services import administrators_of
from cabinet.cases.kinds import all_kinds
from cabinet.cases.models import Case
from cabinet.cases.queries import WORDS_LOOKED_FOR
from cabinet.cases.stages import OPEN, Stage

PAGE_SIZE = 20


def is_locked(applicant: Applicant) -> bool:
    """Does a contract run or has it been performed? Then names and numbers stand in papers and change by request."""
    return Case.objects.filter(applicant=applicant, stage__in=[Stage.PERFORMANCE, Stage.CONNECTED]).exists()


def addresses_in_applications(applicant: Applicant) -> list[str]:
    """What was typed as an address before: nobody types it twice. The newest few."""
    kinds = [kind.code for kind in all_kinds() if kind.subject_is_address]
    typed = Case.objects.filter(applicant=applicant, kind__in=kinds).exclude(subject="")
    return list(dict.fromkeys(typed.order_by("-changed_at").values_list("subject", flat=True)[:10]))


def listed(words: str, *, blocked: bool) -> QuerySet[Applicant]:
    """Applicants in which every word is found somewhere, the newest first, with how many cases each has."""
    found = Applicant.objects.order_by("-created_at", "-pk")
    if blocked:
        found = found.exclude(blocked_at=None)
    for word in words.split()[:WORDS_LOOKED_FOR]:
        found = found.filter(applicant_has(word))
    return found.annotate(cases_count=Count("cases", filter=~Q(cases__stage=Stage.DRAFT)))


def cases_of(applicant: Applicant, user: User) -> QuerySet[Case]:
    return Case.objects.visible_to(user).filter(applicant=applicant).order_by("-changed_at")


def own_applicants(user: User) -> list[Applicant]:
    """Whose data are this person's to take away or to erase: their own, and of organisations they administer."""
    own = Membership.objects.filter(user=user, role=Membership.Role.ADMINISTRATOR).select_related("applicant")
    return [membership.applicant for membership in own.order_by("pk")]


def why_closing_is_refused(user: User) -> str:
    """The reason in words, empty when the account may be closed."""
    for applicant in own_applicants(user):
        others = Membership.objects.filter(applicant=applicant).exclude(user=user)
        if others.filter(role=Membership.Role.ADMINISTRATOR).exists():
            continue  # the organisation stays with them
        if others.exists():
            return (
                f"Вы единственный администратор: {applicant.title}. "
                "Сначала сделайте администратором другого сотрудника в разделе «Организация»."
            )
        running = Case.objects.filter(applicant=applicant, stage__in=OPEN)
        if performed := running.filter(stage=Stage.PERFORMANCE).first():
            return f"Исполняется договор по заявке {performed.name}: до его завершения данные нужны для исполнения."
        if first := running.order_by("pk").first():
            return (
                f"Рассматривается обращение {first.name}. Дождитесь ответа или отзовите его, а потом повторите просьбу."
            )
    return ""


def why_nobody(user: User) -> str:
    """What to say to a person who acts for nobody at the moment; empty when there is nothing to add."""
    blocked = Membership.objects.filter(user=user).exclude(applicant__blocked_at=None)
    if blocked.exists():
        return "Доступ к кабинету закрыт сетевой организацией. Позвоните ей или приходите в офис."
    asked = JoinRequest.objects.filter(user=user).select_related("applicant").order_by("-pk").first()
    if asked is None:
        return "Сейчас вы ни за кого не действуете. Если вас пригласят представителем, придёт письмо."
    is_decided = asked.decided_at is not None
    if asked.applicant.legal_form != LegalForm.ORGANISATION or not administrators_of(asked.applicant):
        if is_decided:
            return "Сетевая организация не открыла вам доступ. Позвоните ей или приходите в офис с паспортом."
        return (
            "Ваши данные сверяет сетевая организация. Когда доступ откроют, придёт письмо. "
            "Чтобы не ждать, позвоните ей или приходите в офис с паспортом."
        )
    if not is_decided:
        return (
            f"Организация «{asked.applicant.organisation_name}» уже работает в этом кабинете. Её администраторам "
            "отправлено письмо с вашей просьбой. Когда доступ откроют, придёт письмо."
        )
    return "Организация не открыла вам доступ. Обратитесь к её администратору или в сетевую организацию."
