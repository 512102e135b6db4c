"""Each kind of certificate, list, answer and signature that was once judged wrong, made anew in all its shapes."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from gost.curves import CURVES
from signing.crypto.algorithms import digest
from signing.crypto.asn1 import contents, parts
from signing.crypto.cades import Code, Status, load_certificate, load_crl, load_ocsp, verify
from signing.testing.authority import (
    CLASS_KS1,
    CLASS_KS2,
    DIGITAL_SIGNATURE,
    OCSP_SIGNING,
    TIME_STAMPING,
    Authority,
    extension,
    issue,
    name,
)
from signing.testing.der import (
    IA5,
    bits,
    boolean,
    enumerated,
    explicit,
    flags,
    generalized,
    implicit,
    integer,
    octets,
    oid,
    seq,
    set_of,
    text,
    tlv,
    utc,
)
from signing.testing.keys import Identity, Key, algorithm
from signing.testing.signatures import attribute, detached, time_stamper
from tests.gost.torsion import small_points
from tests.moment import NOW
from tests.signing.conftest import DAY
from tests.signing.shapes import Frame

HOUR = timedelta(hours=1)
UNKNOWN = "1.2.643.100.999"
UNTIL = NOW + 300 * DAY
KS3 = "1.2.643.100.113.3"
PERSON = name(C="RU", CN="ООО «Ромашка»", O="ООО «Ромашка»")


def code_of(pki, digests, signature, **policy):
    report = verify(signature, digests, pki.trust(at=NOW, **policy))
    return report.code


def signed(pki, digests, person, **options):
    return detached(person, digests[person.key.bits], pki.chain, when=NOW, **options)


# --- Lengths ------------------------------------------------------------------------------------------------------


def ending_in_80(make, part):
    """What `make` gives with an extension just so long that the length of the body, or of the whole, ends in 80."""
    for room in range(300):
        identity = make(extension(UNKNOWN, octets(bytes(room))))
        element = identity.certificate if part == "certificate" else parts(identity.certificate)[0]
        if element[:2] == b"\x30\x82" and element[3] == 0x80:
            return identity
    raise AssertionError("no room made it")


@pytest.fixture(params=["tbs", "certificate"])
def part(request):
    return request.param


def test_a_length_ends_in_80_at_the_signer(pki, digests, part):
    person = ending_in_80(lambda extra: pki.person(PERSON, since=NOW - DAY, extra=[extra]), part)
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is Code.OK


def test_a_length_ends_in_80_at_the_issuer(pki, digests, part):
    old = pki.issuer.identity
    pki.issuer = Authority(
        ending_in_80(
            lambda extra: issue(
                old.subject, old.key, pki.root.identity, NOW - 99 * DAY, UNTIL, authority=True, extra=[extra]
            ),
            part,
        )
    )
    person = pki.person(PERSON, since=NOW - DAY)
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is Code.OK


def test_a_length_ends_in_80_at_the_root(pki, digests, part):
    old = pki.root.identity
    pki.root = Authority(
        ending_in_80(
            lambda extra: issue(old.subject, old.key, None, NOW - 99 * DAY, UNTIL, authority=True, extra=[extra]), part
        )
    )
    person = pki.person(PERSON, since=NOW - DAY)
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is Code.OK


def test_a_length_ends_in_80_at_the_service_of_time_stamps(pki, director, digests, part):
    pki.stamps = ending_in_80(
        lambda extra: issue(
            name(C="RU", CN="Штампы"), Key(), pki.issuer.identity, NOW - DAY, UNTIL, extended=(TIME_STAMPING,),
            usage=(DIGITAL_SIGNATURE,), extra=[extra],
        ),
        part,
    )  # fmt: skip
    signature = pki.sign(director, digests, when=NOW, stamped=True)
    assert code_of(pki, digests, signature, require_timestamp=True) is Code.OK


def test_a_length_ends_in_80_at_the_service_of_answers(pki, director, digests, part):
    service = ending_in_80(lambda extra: responder(pki, extra=[extra]), part)
    answer = pki.issuer.ocsp(director, NOW, NOW + DAY, service)
    assert judged_by_answers(pki, director, digests, answer) is Code.OK


# --- Keys ---------------------------------------------------------------------------------------------------------


class NoKey(Key):
    """A «public key» of a small order, and signatures made without a private one."""

    def __init__(self, parameter_set, point):
        super().__init__(parameter_set)
        self.public = self.curve.point_to_bytes(point)

    def sign(self, data):
        curve, e = self.curve, int.from_bytes(digest(self.bits, data), "little") % self.curve.q
        for k in range(1, 200):
            r = curve.public_point(k)[0] % curve.q
            if -r * pow(e, -1, curve.q) % curve.q % 4 == 0:  # so that the point drops out of the check
                return (k * e % curve.q).to_bytes(curve.size, "big") + r.to_bytes(curve.size, "big")
        raise AssertionError


SMALL = [
    (parameter_set, point)
    for parameter_set in ("1.2.643.7.1.2.1.1.1", "1.2.643.7.1.2.1.2.3")
    for point in small_points(CURVES[parameter_set])
]


@pytest.mark.parametrize(("parameter_set", "point"), SMALL)
def test_a_key_of_small_order_signs_nothing(pki, digests, parameter_set, point):
    person = pki.person(PERSON, since=NOW - DAY, key=NoKey(parameter_set, point))
    assert person.key.curve.verify(point, digests[person.key.bits], person.key.sign(b"")) is False
    report = verify(pki.sign(person, digests, when=NOW), digests, pki.trust(at=NOW))
    assert (report.status, report.code) == (Status.INVALID, Code.MALFORMED)
    assert "small order" in report.detail


@pytest.mark.parametrize("parameter_set", ["1.2.643.7.1.2.1.1.1", "1.2.643.7.1.2.1.2.3"])
def test_a_real_key_of_these_curves_signs(pki, digests, parameter_set):
    person = pki.person(PERSON, since=NOW - DAY, key=Key(parameter_set))
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is Code.OK


# --- Names --------------------------------------------------------------------------------------------------------


def stated(dotted, value):
    return set_of(seq(oid(dotted), value))


COUNTRY = stated("2.5.4.6", text("RU", 0x13))
ODD = {
    "postal address": stated("2.5.4.16", seq(text("Москва"), text("Ленинский пр., 1"))),
    "telephone in UTF-8": stated("2.5.4.20", text("+7 495 000-00-00")),
    "Cyrillic mail in UTF-8": stated("1.2.840.113549.1.9.1", text("почта@уц.рф")),
    "Cyrillic mail in IA5": stated("1.2.840.113549.1.9.1", tlv(IA5, "почта@уц.рф".encode("cp1251"))),
    "mail without @": stated("1.2.840.113549.1.9.1", tlv(IA5, b"nobody")),
    "ruble": stated("2.5.4.10", text("УЦ «₽убль»")),
    "emoji": stated("2.5.4.10", text("УЦ 🙂")),
    "private use": stated("2.5.4.10", text("УЦ \ue000")),
    "both directions": stated("2.5.4.10", text("УЦ \u05d0 1")),
    "broken UTF-8": stated("2.5.4.11", tlv(0x0C, b"\xff\xfe")),
    "BMP": stated("2.5.4.10", tlv(0x1E, "УЦ Ы".encode("utf-16-be"))),
    "teletex": stated("2.5.4.10", tlv(0x14, b"\xc1\xc2")),
    "number for a text": stated("2.5.4.17", integer(101000)),
    "bits": stated("2.5.4.45", bits(b"\1")),
    "nothing": stated("2.5.4.13", b"\x05\x00"),
    "empty": stated("2.5.4.11", text("")),
    "two together": set_of(seq(oid("2.5.4.10"), text("УЦ")), seq(oid("2.5.4.11"), text("Отдел"))),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_a_real_name_of_an_authority_stops_nothing(pki, digests, odd):
    """In the certificates it issues, in its list, and in its answers."""
    old = pki.issuer.identity
    subject = seq(COUNTRY, odd)
    pki.issuer = Authority(issue(subject, old.key, pki.root.identity, NOW - 99 * DAY, UNTIL, authority=True))
    person = pki.person(PERSON, since=NOW - DAY)
    signature = pki.sign(person, digests, when=NOW)
    assert code_of(pki, digests, signature) is Code.OK
    assert judged_by_answers(pki, person, digests, pki.issuer.ocsp(person, NOW, NOW + DAY)) is Code.OK
    pki.issuer.revoke(person, NOW - HOUR)
    assert code_of(pki, digests, signature) is Code.REVOKED


@pytest.mark.parametrize("odd", [value for kind, value in ODD.items() if kind != "two together"])
def test_a_real_name_of_a_signer_stops_nothing(pki, digests, odd):
    person = pki.person(seq(stated("2.5.4.3", text("Ким Анна")), odd), since=NOW - DAY)
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is Code.OK


def test_an_issuer_spelt_otherwise_is_the_same(pki, digests):
    """Case, blanks and the kind of string are nothing (RFC 5280, 7.1)."""
    written = seq(COUNTRY, stated("2.5.4.3", text("Test  Authority")))
    spelt = seq(COUNTRY, stated("2.5.4.3", text("TEST authority ", 0x13)))
    authority = issue(written, Key(), pki.root.identity, NOW - 99 * DAY, UNTIL, authority=True)
    pki.issuer = Authority(authority)
    other = Identity(authority.certificate, authority.key, spelt, authority.issuer, authority.serial)
    person = issue(PERSON, Key(), other, NOW - DAY, UNTIL)
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is Code.OK


# --- What a key is for, and what is forbidden -----------------------------------------------------------------------


@pytest.mark.parametrize("critical", [True, False])
@pytest.mark.parametrize("purposes", [(8,), (9,), (8, 9), (1,), (3,), (1, 3)])
def test_a_key_of_a_service_signs_no_documents(pki, digests, purposes, critical):
    named = seq(*(oid(f"1.3.6.1.5.5.7.3.{number}") for number in purposes))
    person = pki.person(PERSON, since=NOW - DAY, extra=[extension("2.5.29.37", named, critical=critical)])
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is Code.KEY_USAGE


@pytest.mark.parametrize("purposes", [(2,), (4,), (2, 8), (36,)])
def test_a_key_that_also_signs_for_a_person_does(pki, digests, purposes):
    named = seq(*(oid(f"1.3.6.1.5.5.7.3.{number}") for number in purposes), oid("1.2.643.2.2.34.6"))
    person = pki.person(PERSON, since=NOW - DAY, extra=[extension("2.5.29.37", named, critical=True)])
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is Code.OK


TWICE = {
    "keyUsage": [extension("2.5.29.15", flags(n), critical=True) for n in (0, 5)],
    "basicConstraints": [extension("2.5.29.19", seq(boolean(value))) for value in (True, False)],
    "policies": [extension("2.5.29.32", seq(seq(oid(policy)))) for policy in (CLASS_KS1, CLASS_KS2)],
    "unknown": [extension(UNKNOWN, octets(b"1"))] * 2,
}


@pytest.mark.parametrize("twice", TWICE.values(), ids=TWICE.keys())
def test_an_extension_given_twice_is_forbidden(pki, digests, twice):
    person = pki.person(PERSON, since=NOW - DAY, extra=twice)
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is Code.MALFORMED


def changed(identity, change):
    """The certificate with its three parts changed; signed anew, so only the change is wrong."""
    body, outer, value = parts(identity.certificate)
    certificate = seq(*change(body, outer, contents(value)))
    return replace(identity, certificate=certificate)


FORBIDDEN = {
    "another algorithm outside": lambda body, outer, value: (body, algorithm("1.2.643.7.1.1.1.1"), tlv(3, value)),
    "parameters outside": lambda body, outer, value: (body, seq(*parts(outer), b"\5\0"), tlv(3, value)),
    "unused bits": lambda body, outer, value: (body, outer, tlv(3, b"\1" + value[1:])),
    "something left over": lambda body, outer, value: (body, outer, tlv(3, value), b"\5\0"),
}


@pytest.mark.parametrize("change", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_certificate_that_the_standard_forbids(pki, digests, director, change):
    person = changed(director, change)
    assert code_of(pki, digests, signed(pki, digests, person)) is Code.MALFORMED
    with pytest.raises(ValueError, match="not a certificate"):
        load_certificate(person.certificate)


# --- Constraints of an authority -------------------------------------------------------------------------------------


def subtree(*steps):
    return seq(explicit(4, seq(*steps)))


def constrained(pki, *, permitted=b"", excluded=b"", critical=False, policies=(CLASS_KS1, CLASS_KS2)):
    """The accredited authority, certified anew for some names only."""
    old = pki.issuer.identity
    value = seq(*([tlv(0xA0, permitted)] if permitted else []), *([tlv(0xA1, excluded)] if excluded else []))
    extra = [extension("2.5.29.30", value, critical=critical)] if permitted or excluded else []
    authority = issue(
        old.subject, old.key, pki.root.identity, NOW - 99 * DAY, UNTIL, authority=True, extra=extra, policies=policies
    )
    pki.issuer = Authority(authority)
    return pki


RU, BY = COUNTRY, stated("2.5.4.6", text("BY", 0x13))
BROKEN = {
    "permitted elsewhere": {"permitted": subtree(BY)},
    "excluded here": {"excluded": subtree(RU)},
    "excluded within": {"permitted": subtree(RU), "excluded": subtree(RU, stated("2.5.4.3", text("ооо «ромашка»")))},
    "no name at all": {"permitted": seq(RU)},
    "bounds": {"permitted": seq(explicit(4, seq(RU)), implicit(0, b"\1"))},
}


@pytest.mark.parametrize("critical", [True, False])
@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_names_that_an_authority_may_not_certify(pki, digests, case, critical):
    constrained(pki, **case, critical=critical)
    person = pki.person(PERSON, since=NOW - DAY)
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is Code.CHAIN_BROKEN


@pytest.mark.parametrize(
    "case",
    [
        {"permitted": subtree(RU)},
        {"permitted": subtree(BY) + subtree(RU)},
        {"excluded": subtree(BY)},
        {"permitted": subtree(RU), "excluded": seq(implicit(2, b"example.org"))},
    ],
)
def test_names_that_it_may(pki, digests, case):
    constrained(pki, **case, critical=True)
    person = pki.person(PERSON, since=NOW - DAY)
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is Code.OK


@pytest.mark.parametrize(
    ("base", "names", "code"),
    [
        (implicit(1, b"example.ru"), implicit(1, b"a@example.ru"), Code.OK),
        (implicit(1, b"example.ru"), implicit(1, b"a@example.com"), Code.CHAIN_BROKEN),
        (implicit(2, b"example.ru"), implicit(2, b"www.example.ru"), Code.OK),
        (implicit(2, b"example.ru"), implicit(2, b"notexample.ru"), Code.CHAIN_BROKEN),
        (implicit(6, b".example.ru"), implicit(6, b"https://a.example.ru/x"), Code.OK),
        (implicit(6, b".example.ru"), implicit(6, b"https://example.com/"), Code.CHAIN_BROKEN),
        (implicit(7, bytes((10, 0, 0, 0, 255, 0, 0, 0))), implicit(7, bytes((10, 1, 2, 3))), Code.OK),
        (implicit(7, bytes((10, 0, 0, 0, 255, 0, 0, 0))), implicit(7, bytes((11, 1, 2, 3))), Code.CHAIN_BROKEN),
        (implicit(8, b"\x2a"), implicit(8, b"\x2a"), Code.CHAIN_BROKEN),  # of a kind that we cannot compare
    ],
)
def test_other_kinds_of_names(pki, digests, base, names, code):
    constrained(pki, permitted=seq(base))
    person = pki.person(PERSON, since=NOW - DAY, extra=[extension("2.5.29.17", seq(names))])
    assert code_of(pki, digests, pki.sign(person, digests, when=NOW)) is code


@pytest.mark.parametrize(
    ("policies", "protection"),
    [((KS3,), None), ((CLASS_KS1,), ("КС1",)), ((CLASS_KS2, KS3), ("КС2",)), (("2.5.29.32.0",), ("КС1", "КС2"))],
)
def test_a_class_that_the_issuer_does_not_have_is_none(pki, digests, policies, protection):
    constrained(pki, policies=policies)
    person = pki.person(PERSON, since=NOW - DAY)
    report = verify(pki.sign(person, digests, when=NOW), digests, pki.trust(at=NOW))
    assert report.code is (Code.OK if protection else Code.NOT_QUALIFIED)
    assert report.protection == (protection or ())


# --- Lists --------------------------------------------------------------------------------------------------------


def row(serial, when, *extensions):
    return seq(integer(serial), utc(when), *([seq(*extensions)] if extensions else []))


def reason(number):
    return extension("2.5.29.21", enumerated(number))


def crl(pki, *rows, at=NOW - HOUR, extensions=(), number=1):
    key = pki.issuer.identity.key
    usual = [extension("2.5.29.35", seq(implicit(0, key.identifier))), extension("2.5.29.20", integer(number))]
    body = seq(
        integer(1), key.signature_algorithm, pki.issuer.identity.subject, utc(at), utc(at + DAY),
        *([seq(*rows)] if rows else []), explicit(0, seq(*usual, *extensions)),
    )  # fmt: skip
    return load_crl(key.sealed(body))


def judged_by_lists(pki, person, digests, *lists, ocsp=()):
    trust = pki.trust(at=NOW)
    trust = replace(trust, crls=(trust.crls[0], *lists), ocsp=tuple(map(load_ocsp, ocsp)))
    return verify(pki.sign(person, digests, when=NOW), digests, trust).code


PARTIAL = {
    "delta": extension("2.5.29.27", integer(1)),
    "critical delta": extension("2.5.29.27", integer(1), critical=True),
    "partitioned": extension("2.5.29.28", seq(implicit(1, b"\xff"))),
    "critical partitioned": extension("2.5.29.28", seq(implicit(1, b"\xff")), critical=True),
    "unknown critical": extension(UNKNOWN, octets(b""), critical=True),
}


@pytest.mark.parametrize("part_of_it", PARTIAL.values(), ids=PARTIAL.keys())
def test_a_list_of_a_part_tells_of_nobody(pki, director, digests, part_of_it):
    code = judged_by_lists(pki, director, digests, crl(pki, extensions=[part_of_it]))
    assert code is Code.REVOCATION_UNKNOWN


def test_a_list_with_an_unknown_extension_that_is_not_critical_is_whole(pki, director, digests):
    assert judged_by_lists(pki, director, digests, crl(pki, extensions=[extension(UNKNOWN, octets(b""))])) is Code.OK


@pytest.mark.parametrize("about_the_signer", [True, False])
def test_a_row_with_an_unknown_critical_extension(pki, director, digests, about_the_signer):
    """Such a list tells of nobody, whichever row it stands in (RFC 5280, 5.3)."""
    serial = director.serial if about_the_signer else 12345
    unknown = extension(UNKNOWN, octets(b""), critical=True)
    code = judged_by_lists(pki, director, digests, crl(pki, row(serial, NOW - DAY, unknown)))
    assert code is Code.REVOCATION_UNKNOWN


def test_a_row_with_a_critical_reason_is_understood(pki, director, digests):
    critical = extension("2.5.29.21", enumerated(1), critical=True)
    assert judged_by_lists(pki, director, digests, crl(pki, row(director.serial, NOW - DAY, critical))) is Code.REVOKED


@pytest.mark.parametrize("order", [1, -1])
def test_a_number_twice_on_a_list(pki, director, digests, order):
    rows = [row(director.serial, NOW - DAY), row(director.serial, NOW + HOUR)][::order]
    others = [row(n, NOW - DAY, reason(1)) for n in range(1000, 1400)]
    assert judged_by_lists(pki, director, digests, crl(pki, *others, *rows, *others)) is Code.REVOKED


def test_a_number_inside_another_row_is_none(pki, director, digests):
    """The same bytes as part of something else."""
    hidden = extension(UNKNOWN, octets(seq(integer(director.serial), utc(NOW - DAY))))
    assert judged_by_lists(pki, director, digests, crl(pki, row(77, NOW - DAY, hidden))) is Code.OK


@pytest.mark.parametrize("order", [1, -1])
def test_two_lists_of_one_moment_differ(pki, director, digests, order):
    lists = [crl(pki, number=1), crl(pki, row(director.serial, NOW - DAY), number=2)][::order]
    assert judged_by_lists(pki, director, digests, *lists) is Code.REVOKED


@pytest.mark.parametrize(
    ("older", "newer", "code"),
    [
        (6, None, Code.OK),  # the hold was ended
        (1, None, Code.REVOKED),  # nothing else is taken back
        (None, 6, Code.REVOKED),
        (6, 6, Code.REVOKED),
        (6, 8, Code.OK),  # «removeFromCRL»
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_only_a_hold_is_taken_back(pki, director, digests, older, newer, code, order):
    lists = [
        crl(pki, *([row(director.serial, NOW - DAY, reason(number))] if number else []), at=at)
        for number, at in ((older, NOW - 5 * HOUR), (newer, NOW - HOUR))
    ][::order]
    assert judged_by_lists(pki, director, digests, *lists) is code


# --- Answers ------------------------------------------------------------------------------------------------------


def responder(pki, *, nocheck=False, extra=()):
    more = [extension("1.3.6.1.5.5.7.48.1.5", b"\5\0")] if nocheck else []
    return issue(
        name(C="RU", CN="OCSP"), Key(), pki.issuer.identity, NOW - DAY, UNTIL, extended=(OCSP_SIGNING,), usage=(0,),
        extra=[*more, *extra],
    )  # fmt: skip


def judged_by_answers(pki, person, digests, *answers):
    return judged_by_lists(pki, person, digests, ocsp=answers)


def answer(pki, about, *statuses, critical=False):
    """One answer with several statements: «good» is None, else when it was revoked."""
    issuer = pki.issuer.identity
    identifier = seq(
        algorithm("1.3.14.3.2.26", b"\5\0"), octets(hashlib.sha1(about.issuer).digest()),
        octets(issuer.key.identifier), integer(about.serial),
    )  # fmt: skip
    more = [explicit(1, seq(extension(UNKNOWN, octets(b""), critical=True)))] if critical else []
    singles = [
        seq(
            identifier, explicit(1, generalized(when)) if when else implicit(0), generalized(NOW - HOUR),
            explicit(0, generalized(NOW + DAY)), *more,
        )
        for when in statuses
    ]  # fmt: skip
    body = seq(explicit(1, issuer.subject), generalized(NOW - HOUR), seq(*singles))
    basic = seq(body, issuer.key.signature_algorithm, bits(issuer.key.sign(body)))
    return seq(enumerated(0), explicit(0, seq(oid("1.3.6.1.5.5.7.48.1.1"), octets(basic))))


@pytest.mark.parametrize("statuses", [(None, NOW - DAY), (NOW - DAY, None)])
def test_an_answer_that_contradicts_itself_revokes(pki, director, digests, statuses):
    assert judged_by_answers(pki, director, digests, answer(pki, director, *statuses)) is Code.REVOKED
    apart = [answer(pki, director, status) for status in statuses]
    assert judged_by_answers(pki, director, digests, *apart) is Code.REVOKED


def test_an_answer_with_something_that_must_be_understood_is_none(pki, director, digests):
    told = answer(pki, director, None, critical=True)
    assert judged_by_answers(pki, director, digests, told) is Code.REVOCATION_UNKNOWN


@pytest.mark.parametrize("nocheck", [True, False])
@pytest.mark.parametrize("is_signer_listed", [True, False])
def test_a_revoked_service_is_not_believed(pki, director, digests, nocheck, is_signer_listed):
    """Its key was stolen: its «good» of an hour ago stands against a list of yesterday that names both."""
    service = responder(pki, nocheck=nocheck)
    rows = [row(service.serial, NOW - 2 * DAY, reason(1))]
    if is_signer_listed:
        rows.append(row(director.serial, NOW - 2 * DAY, reason(1)))
    listed = crl(pki, *rows, at=NOW - 20 * HOUR)
    good = pki.issuer.ocsp(director, NOW - HOUR, NOW + DAY, service)
    code = judged_by_lists(pki, director, digests, listed, ocsp=[good])
    assert code is (Code.REVOKED if is_signer_listed else Code.OK)  # by the list alone


def test_a_service_that_no_list_names_is_believed(pki, director, digests):
    good = pki.issuer.ocsp(director, NOW - HOUR, NOW + DAY, responder(pki))
    assert judged_by_answers(pki, director, digests, good) is Code.OK


def test_good_by_an_answer_does_not_outweigh_a_list(pki, director, digests):
    listed = crl(pki, row(director.serial, NOW - DAY), at=NOW - 20 * HOUR)
    good = pki.issuer.ocsp(director, NOW - HOUR, NOW + DAY)
    assert judged_by_lists(pki, director, digests, listed, ocsp=[good]) is Code.REVOKED


# --- The signature itself -----------------------------------------------------------------------------------------


def test_an_unknown_attribute_may_have_several_values(pki, director, digests):
    for more in ([attribute(UNKNOWN, integer(1), integer(2))], [attribute(UNKNOWN, integer(n)) for n in (1, 2)]):
        assert code_of(pki, digests, signed(pki, digests, director, more=more)) is Code.OK


@pytest.mark.parametrize(("number", "value"), [(3, oid(UNKNOWN)), (4, octets(b"1")), (5, utc(NOW))])
def test_an_attribute_we_understand_may_not_stand_twice(pki, director, digests, number, value):
    again = attribute(f"1.2.840.113549.1.9.{number}", value)
    assert code_of(pki, digests, signed(pki, digests, director, more=[again])) is Code.BAD_SIGNED_ATTRIBUTES


@pytest.mark.parametrize("is_right", [True, False])
def test_signing_certificate_of_the_first_version_counts_too(pki, director, digests, is_right):
    named = director.certificate if is_right else pki.issuer.identity.certificate
    first = attribute("1.2.840.113549.1.9.16.2.12", seq(seq(seq(octets(hashlib.sha1(named).digest())))))
    code = code_of(pki, digests, signed(pki, digests, director, more=[first]))
    assert code is (Code.OK if is_right else Code.CERTIFICATE_SUBSTITUTED)


def with_tail(element, *path):
    """The element with NULL at the end of the one that the path leads to."""
    if not path:
        return tlv(element[0], contents(element), b"\5\0")
    inside = parts(element)
    inside[path[0]] = with_tail(inside[path[0]], *path[1:])
    return tlv(element[0], *inside)


TAILS = {
    "ContentInfo": (),
    "explicit content": (1,),
    "SignedData": (1, 0),
    "EncapsulatedContentInfo": (1, 0, 2),
    "SignerInfo": (1, 0, 4, 0),
    "issuer and serial": (1, 0, 4, 0, 1),
    "digest algorithm": (1, 0, 4, 0, 2),
    "signature algorithm": (1, 0, 4, 0, 4),
    "unsigned attribute": (1, 0, 4, 0, 6, 0),
    "stamp": (1, 0, 4, 0, 6, 0, 1, 0),
    "SignedData of the stamp": (1, 0, 4, 0, 6, 0, 1, 0, 1, 0),
    "SignerInfo of the stamp": (1, 0, 4, 0, 6, 0, 1, 0, 1, 0, 4, 0),
}


@pytest.mark.parametrize("path", TAILS.values(), ids=TAILS.keys())
def test_nothing_may_be_left_over_at_the_end(pki, director, digests, path):
    """Else one signature would have endlessly many forms. (Parameters of an algorithm may be NULL, but no more.)"""
    signature = pki.sign(director, digests, when=NOW, stamped=True)
    longer = with_tail(signature, *path)
    if path in (TAILS["digest algorithm"], TAILS["signature algorithm"]):
        longer = with_tail(longer, *path)
    report = verify(longer, digests, pki.trust(at=NOW))
    assert report.status is Status.INVALID
    assert report.code in {Code.MALFORMED, Code.BAD_TIMESTAMP}


def test_a_stamp_of_a_service_whose_certificate_is_left_out_stays_what_it_is(pki, director, digests):
    """The frame used above puts a signature together again as it was."""
    signature = detached(director, digests[256], pki.chain, when=NOW, stamper=time_stamper(pki.stamps, NOW, pki.chain))
    assert Frame(signature).signature() == signature
