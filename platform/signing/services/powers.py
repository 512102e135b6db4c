"""Machine-readable powers of attorney (МЧД): who may sign for an organisation with a certificate of a person."""

from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256
from typing import NoReturn

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

import documents.services
from accounts.models import Applicant, User
from audit import record

from ..crypto import mchd
from ..crypto.asn1 import decode
from ..crypto.cades import Status
from ..crypto.certificates import Expected, Subject
from ..crypto.errors import Fault
from ..crypto.timestamp import signers
from ..errors import MayNotSign, PowerNotConfirmed, PowerRejected, SigningRejected
from ..expected_signer import of_applicant, of_company
from ..models import PowerOfAttorney, SignatureRequest
from ..rights import SIGNERS
from ..trust.versions import current, material

MAX_SIZE = 1024 * 1024  # bytes of XML; the longest powers we have seen take a tenth of it
NEEDED = (
    "Сертификат выдан физическому лицу, реквизитов организации в нём нет. "
    "Приложите машиночитаемую доверенность (МЧД) и её подпись."
)


def add_power(
    xml: bytes, signature: bytes, *, file_name: str, applicant: Applicant | None, by: User, now: datetime
) -> PowerOfAttorney:
    """Take a power of attorney and the principal's signature over it; `applicant` is None if the company gives it.

    The same file sent again returns the same row. Nobody can sign by it until staff have confirmed it in the register.
    Raises PowerRejected, MayNotSign, FileRefused, StorageUnavailable, TrustNotReady.
    """
    _must_be_of_the_side(applicant, by)
    if len(xml) > MAX_SIZE:
        _reject(mchd.MchdCode.MALFORMED)
    digest = sha256(xml).hexdigest()
    same = PowerOfAttorney.objects.filter(applicant=applicant, document__sha256=digest, revoked_at=None)
    if known := same.first():
        return known
    try:
        power, signature = mchd.read(xml), decode(signature)
    except mchd.MchdRefused as refusal:
        _reject(refusal.code)
    except Fault:
        _reject(mchd.MchdCode.BAD_SIGNATURE)
    holder, *others = power.representatives
    report = _verify(xml, signature, applicant, Subject(inn=holder.inn, snils=holder.snils), at=now, now=now)
    if report.status is Status.INVALID:
        _reject(report.code)
    document = documents.services.take(SimpleUploadedFile(file_name, xml), by=by, now=now)
    with transaction.atomic():
        documents.services.keep(document, placed_at=now)
        principal = _expected(applicant)
        row = PowerOfAttorney.objects.create(
            applicant=applicant,
            document=document,
            signature=signature,
            guid=str(power.guid),
            principal_inn=principal.inn_le or principal.inn,
            principal_ogrn=principal.ogrn or principal.ogrnip,
            holder_name=holder.name[:300],
            holder_inn=holder.inn,
            holder_snils=holder.snils,
            other_holders=[asdict(other) for other in others],
            valid_from=power.issued_on,
            valid_until=power.expires_on,
            report={"status": report.status.value, "code": report.code.value, "powers": list(power.powers)},
            uploaded_by=by,
            uploaded_at=now,
        )
        record(by, "power.added", row, now=now, guid=row.guid)
    return row


@transaction.atomic
def confirm_power(power: PowerOfAttorney, *, by: User, now: datetime) -> PowerOfAttorney:
    """Note that staff have found it in force in the tax service's register. Raises PowerRejected if it is bad."""
    power = _locked(power)
    if power.confirmed_at is not None:
        return power
    holder = Subject(inn=power.holder_inn, snils=power.holder_snils)
    report = _verify_kept(power, holder, now=now)
    if report.status is not Status.VALID:
        _reject(report.code)
    power.confirmed_by, power.confirmed_at = by, now
    power.save(update_fields=["confirmed_by", "confirmed_at"])
    record(by, "power.confirmed", power, now=now, guid=power.guid)
    return power


@transaction.atomic
def revoke_power(power: PowerOfAttorney, *, by: User, now: datetime) -> PowerOfAttorney:
    """Let nobody sign by it from now on. Earlier signatures stay. Staff do this too if the register says so."""
    if not by.is_clerk:
        _must_be_of_the_side(power.applicant, by)
    power = _locked(power)
    if power.revoked_at is None:
        power.revoked_at = now
        power.save(update_fields=["revoked_at"])
        record(by, "power.revoked", power, now=now, guid=power.guid)
    return power


def power_for(
    request: SignatureRequest, subject: Subject, power: PowerOfAttorney | None, *, now: datetime
) -> PowerOfAttorney:
    """The power by which a person with this certificate signs: the given one, or else one that fits.

    Raises SigningRejected "power_needed", PowerNotConfirmed, PowerRejected.
    """
    side = None if request.side == SignatureRequest.Side.COMPANY else request.applicant
    powers = PowerOfAttorney.objects.filter(applicant=side, revoked_at=None)
    if power is None:
        in_force = powers.filter(valid_from__lte=_day(now), valid_until__gte=_day(now))
        in_order = in_force.order_by(F("confirmed_at").desc(nulls_last=True), "-pk")
        power = next((one for one in in_order if _names(one, subject)), None)
    else:
        power = powers.filter(pk=power.pk).first()
    if power is None:
        raise SigningRejected("power_needed", NEEDED)
    if power.confirmed_at is None:
        raise PowerNotConfirmed
    report = _verify_kept(power, subject, now=now)
    if report.status is not Status.VALID:
        _reject(report.code)
    return power


def _names(power: PowerOfAttorney, subject: Subject) -> bool:
    """Whether the power names the holder of this certificate as somebody who may act."""
    holder = {"name": power.holder_name, "inn": power.holder_inn, "snils": power.holder_snils}
    return any(mchd.Representative(**one).is_bearer_of(subject) for one in (holder, *power.other_holders))


def _verify_kept(power: PowerOfAttorney, holder: Subject, *, now: datetime) -> mchd.MchdReport:
    """Verify it as of its receipt: the power stays in force although the head's certificate may have expired since."""
    xml = b"".join(documents.services.chunks(power.document))
    return _verify(xml, bytes(power.signature), power.applicant, holder, at=power.uploaded_at, now=now)


def _verify(
    xml: bytes, signature: bytes, applicant: Applicant | None, holder: Subject, *, at: datetime, now: datetime
) -> mchd.MchdReport:
    certificates = [certificate for signer in signers(signature) for certificate in signer.certificates]
    trust = material(current()).trust(certificates, at=at, now=now)
    return mchd.verify_power(xml, signature, trust, applicant=_expected(applicant), signer=holder, on=_day(now))


def _must_be_of_the_side(applicant: Applicant | None, by: User) -> None:
    if applicant is None:
        allowed = by.staff_role in SIGNERS
    else:
        allowed = not by.is_staff_of_company and by.acting.is_own and by.acting.applicant == applicant
    if not allowed:
        raise MayNotSign


def _expected(applicant: Applicant | None) -> Expected:
    return of_company() if applicant is None else of_applicant(applicant)


def _locked(power: PowerOfAttorney) -> PowerOfAttorney:
    return PowerOfAttorney.objects.select_for_update(no_key=True).get(pk=power.pk)


def _day(now: datetime) -> date:
    return timezone.localdate(now)


def _reject(code: mchd.MchdCode) -> NoReturn:
    raise PowerRejected(f"power_{code.value}", mchd.MCHD_MESSAGES[code])
