"""What is done to a company as a customer of the platform."""

import logging
import uuid
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django_tenants.utils import get_public_schema_name

import audit
from accounts import services as accounts
from accounts import versions
from accounts.models import Invitation, StaffRole, User
from tenancy.company import in_public, inside
from tenancy.later import send
from tenants.details import CompanyDetails
from tenants.models import CompanyFigures, Domain, GridCompany
from tenants.names import schema_for
from tenants.queries import forget_hosts, host_for
from tenants.schema import migrations_digest
from tenants.signals import company_opened
from tenants.spares import NoSpareReady, prepare_spare, take_spare
from tenants.zones import MOSCOW, ZONES

log = logging.getLogger(__name__)

# How often an opening is tried again after it lost a race: for the last spare, for a subdomain, for its own key.
ATTEMPTS = 5
# By its name: whoever counts terms stands above. Later than workers still know a company by what was read before.
RECOUNT = "terms.plan_forgotten"
KNOWN_SECONDS = 15


def open_company(
    *,
    name: str,
    short_name: str,
    inn: str,
    ogrn: str,
    kpp: str,
    kind: str,
    subdomain: str,
    administrator_email: str,
    time_zone: str = MOSCOW,
    by: User | None,
    key: uuid.UUID,
    now: datetime,
) -> GridCompany:
    """Open a cabinet: it answers at its address at once, and its administrator is invited by a letter.

    A second call with the same `key` returns the company of the first.
    Raises ValidationError with a sentence for each wrong field.
    """
    answers = {
        "name": name,
        "short_name": short_name,
        "inn": inn,
        "ogrn": ogrn,
        "kpp": kpp,
        "kind": kind,
        "subdomain": subdomain,
        "administrator_email": administrator_email,
        "time_zone": time_zone,
    }
    with in_public():
        for attempt in range(1, ATTEMPTS + 1):
            if company := GridCompany.objects.filter(key=key).prefetch_related("domains").first():
                return company
            details = CompanyDetails.checked(answers)
            try:
                return _open(details, by=by, key=key, now=now)
            except NoSpareReady:
                log.warning("no spare schema is ready, one is prepared while the operator waits")
                prepare_spare()
            except IntegrityError:  # somebody was faster; the next turn finds out with what
                if attempt == ATTEMPTS:
                    raise
    raise NoSpareReady


@transaction.atomic
def _open(details: CompanyDetails, *, by: User | None, key: uuid.UUID, now: datetime) -> GridCompany:
    """All of it or nothing: the rows among the shared tables, the schema's name and what stands in it at first."""
    company = GridCompany.objects.create(
        key=key,
        schema_name=schema_for(details.subdomain),
        name=details.name,
        short_name=details.short_name,
        inn=details.inn,
        ogrn=details.ogrn,
        kpp=details.kpp,
        kind=details.kind,
        time_zone=details.time_zone,
        migrations_digest=migrations_digest(),
        opened_at=now,
    )
    Domain.objects.create(tenant=company, domain=host_for(details.subdomain))
    CompanyFigures.objects.create(company=company, measured_at=now)
    take_spare(into=company.schema_name)
    audit.record(by, "company.opened", company, now=now, schema=company.schema_name)
    # The one place where the company is chosen inside a transaction: the schema itself is made by it. Tasks are
    # promised with `after_commit`, which remembers the schema of now, so they still reach the right one.
    with inside(company):
        company_opened.send(
            sender=GridCompany, company=company, administrator_email=details.administrator_email, now=now
        )
        _invite(details.administrator_email, by=by, now=now)
    return company


def invite_administrator(company: GridCompany, *, email: str, by: User, now: datetime) -> Invitation:
    """Send the company's administrator a new link: the first letter was lost or has expired."""
    with inside(company), transaction.atomic():
        invitation = _invite(email, by=by, now=now)
    with in_public(), transaction.atomic():
        audit.record(by, "company.administrator_invited", company, now=now)
    return invitation


def _invite(email: str, *, by: User | None, now: datetime) -> Invitation:
    return accounts.invite(email=email, staff_role=StaffRole.ADMINISTRATOR, by=by, now=now)


@transaction.atomic
def suspend(company: GridCompany, *, reason: str, seen: str | None = None, by: User, now: datetime) -> GridCompany:
    """Make the cabinet read only for everybody in it, staff included.

    Suspended already, it gets the new reason from whoever has seen the old one. Raises ChangedMeanwhile.
    """
    company = GridCompany.objects.select_for_update(no_key=True).get(pk=company.pk)
    if company.is_suspended:
        author = versions.last_author(company, "company.suspended")
        saved = {"reason": company.suspension_reason}
        if not versions.changes({"reason": reason}, saved=saved, seen=seen or "", author=author):
            return company
    company.state = GridCompany.State.SUSPENDED
    company.suspended_at = company.suspended_at or now
    company.suspension_reason = reason
    company.save(update_fields=["state", "suspended_at", "suspension_reason"])
    audit.record(by, "company.suspended", company, now=now, reason=reason)
    transaction.on_commit(forget_hosts)
    return company


@transaction.atomic
def resume(company: GridCompany, *, by: User, now: datetime) -> GridCompany:
    """Let the cabinet work again."""
    company = GridCompany.objects.select_for_update(no_key=True).get(pk=company.pk)
    if not company.is_suspended:
        return company
    company.state = GridCompany.State.OPEN
    company.suspended_at = None
    company.suspension_reason = ""
    company.save(update_fields=["state", "suspended_at", "suspension_reason"])
    audit.record(by, "company.resumed", company, now=now)
    transaction.on_commit(forget_hosts)
    return company


@transaction.atomic
def give_storage(
    company: GridCompany, *, gigabytes: int, seen: str | None = None, by: User, now: datetime
) -> GridCompany:
    """Decide how much the files of a company may take. Less than they take already only stops new ones.

    Raises ChangedMeanwhile.
    """
    company = GridCompany.objects.select_for_update(no_key=True).get(pk=company.pk)
    author = versions.last_author(company, "company.storage_given")
    saved = {"storage_gb": company.storage_gb}
    if not versions.changes({"storage_gb": gigabytes}, saved=saved, seen=seen, author=author):
        return company
    company.storage_gb = gigabytes
    company.save(update_fields=["storage_gb"])
    audit.record(by, "company.storage_given", company, now=now, gigabytes=gigabytes)
    transaction.on_commit(forget_hosts)
    return company


@transaction.atomic
def move_to_zone(
    company: GridCompany, *, time_zone: str, seen: str | None = None, by: User, now: datetime
) -> GridCompany:
    """Have the days of a company begin and end in another zone; its terms are counted again, each move with a record.

    Raises ChangedMeanwhile.
    """
    company = GridCompany.objects.select_for_update(no_key=True).get(pk=company.pk)
    author = versions.last_author(company, "company.zone_changed")
    if not versions.changes({"time_zone": time_zone}, saved={"time_zone": company.time_zone}, seen=seen, author=author):
        return company
    before, company.time_zone = company.time_zone, time_zone
    company.save(update_fields=["time_zone"])
    audit.record(by, "company.zone_changed", company, now=now, before=ZONES[before], after=ZONES[time_zone])
    transaction.on_commit(forget_hosts)
    # What is lost on the way the night finds: a day says by which zone it was counted.
    again = partial(send, RECOUNT, ([company.schema_name],), get_public_schema_name(), countdown=KNOWN_SECONDS)
    transaction.on_commit(again)
    return company
