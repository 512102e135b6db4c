"""RFC 3161 time stamps of a signature: reading one, asking for one, putting it in (CAdES-BES becomes CAdES-T).

A stamp is an unsigned attribute: the signature stays as it was, and anyone may strip the stamp again. Keep a copy.
"""

import hmac
import secrets
from datetime import datetime

from asn1crypto import cms, tsp  # tsp also teaches cms the attribute of time stamps

from . import admission
from .algorithms import STREEBOG_256, digest, digest_by
from .asn1 import as_moment, contents, decode, exact, guard, has_more_than, is_present, parts
from .der import boolean, explicit, integer, octets, oid, seq, set_of, tlv
from .errors import TEMPORARY, Code, Fault
from .paths import build_path
from .revocation import check_path
from .signer import Signer
from .trust import Trust

TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
_STAMP_CONTENT = "1.2.840.113549.1.9.16.1.4"
_TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
_SET, _UNSIGNED = 0x31, 0xA1
_GRANTED = {0, 1}  # the second with changes: they are compared with the question


class StampRefused(ValueError):
    """The time-stamping service returned no stamp, or a stamp of other bytes."""


def signers(raw: bytes) -> list[Signer]:
    """The signer and the service of the time stamp. Bytes that are no signature have none; the verdict says why."""
    found: list[Signer] = []
    try:
        signed = exact(exact(cms.ContentInfo.load(decode(raw), strict=True))["content"])
        if not has_more_than(signed["signer_infos"], 1):
            found.append(Signer(signed, signed["signer_infos"][0]))
            stamps = [attribute for attribute in found[0].unsigned if attribute["type"].dotted == TIME_STAMP]
            found += map(_service_of, stamps[:1])  # the verdict looks only at the first one
    except Exception:  # what is wrong with hostile bytes is told by the verdict
        return found
    return found


def moment_of(signer: Signer, trust: Trust) -> datetime | None:
    """The moment before which the signature certainly existed; None if it has no stamp.

    Raises Fault BAD_TIMESTAMP, or REVOCATION_UNKNOWN of the stamping service.
    """
    try:
        stamps = [attribute for attribute in signer.unsigned if attribute["type"].dotted == TIME_STAMP]
        return _check(stamps[0]["values"][0], signer, trust) if stamps else None
    except Fault as fault:
        if fault.code in TEMPORARY:
            raise
        raise Fault(Code.BAD_TIMESTAMP, f"{fault.code} {fault.detail}".strip()) from None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as problem:
        raise Fault(Code.BAD_TIMESTAMP, type(problem).__name__) from None


def _service_of(attribute: cms.CMSAttribute) -> Signer:
    """Who made the stamp in an unsigned attribute. Raises Fault, or an error of the parser, if it is no stamp."""
    return _service(exact(exact(attribute["values"][0])["content"]))


def _service(signed: cms.SignedData) -> Signer:
    if has_more_than(signed["signer_infos"], 1):
        raise Fault(Code.BAD_TIMESTAMP, "not one signer")
    return Signer(signed, signed["signer_infos"][0])


def _check(token: cms.ContentInfo, signer: Signer, trust: Trust) -> datetime:
    """The path of the service is looked for before its signature is counted: anybody may put in a stranger's stamp."""
    signed = exact(exact(token)["content"])
    service = _service(signed)
    if service.attributes.content_type != _STAMP_CONTENT:
        raise Fault(Code.BAD_TIMESTAMP, "content type")
    content = bytes(exact(signed["encap_content_info"])["content"])
    if not hmac.compare_digest(service.attributes.digest, digest(service.bits, content)):
        raise Fault(Code.BAD_TIMESTAMP, "digest")
    guard(content)
    info = exact(tsp.TSTInfo.load(content, strict=True))
    if not _is_of(exact(info["message_imprint"]), signer.value):
        raise Fault(Code.BAD_TIMESTAMP, "stamp of another signature")
    stamped_at = as_moment(info["gen_time"].native)
    if stamped_at > trust.checked_at + trust.clock_skew:
        raise Fault(Code.BAD_TIMESTAMP, "in the future")
    if _TIME_STAMPING not in (admission.extended_usage(service.certificate) or ()):
        raise Fault(Code.BAD_TIMESTAMP, "certificate is not for time stamps")
    pool = [*service.certificates, *signer.certificates, *trust.intermediates]
    path = build_path(service.certificate, pool, trust, stamped_at)
    service.check_signature()
    if trust.check_revocation:
        check_path(path, trust, stamped_at)
    return stamped_at


def _is_of(imprint: tsp.MessageImprint, value: bytes) -> bool:
    actual = digest_by(imprint["hash_algorithm"]["algorithm"].dotted, value)
    return actual is not None and hmac.compare_digest(actual, imprint["hashed_message"].native)


def request(signature: bytes) -> bytes:
    """The application/timestamp-query to POST for this CAdES-BES. Raises Fault if it is no signature."""
    imprint = seq(seq(oid(STREEBOG_256)), octets(digest(256, _Opened(signature).value)))
    return seq(integer(1), imprint, integer(secrets.randbits(63)), boolean(True))


def token(response: bytes, query: bytes) -> bytes:
    """The stamp in the service's answer (application/timestamp-reply) to `query`. Raises StampRefused.

    Whether the service is to be trusted is not asked here: verify the signature with the stamp put in.
    """
    try:
        status, *given = parts(decode(response))
        granted = int.from_bytes(contents(parts(status)[0]), "big", signed=True)
        if granted not in _GRANTED:
            raise StampRefused(f"status {granted}")
        asked = parts(query)
        signed = exact(exact(cms.ContentInfo.load(given[0], strict=True))["content"])
        content = bytes(exact(signed["encap_content_info"])["content"])
        guard(content)
        info = exact(tsp.TSTInfo.load(content, strict=True))
        is_ours = integer(info["nonce"].native) == asked[2]
        is_ours = is_ours and octets(info["message_imprint"]["hashed_message"].native) == parts(asked[1])[1]
    except StampRefused:
        raise
    except Exception as problem:  # it comes from a service we do not control
        raise StampRefused(type(problem).__name__) from None
    if not is_ours:
        raise StampRefused("the answer is to another question")
    return given[0]


def add(signature: bytes, stamp: bytes) -> bytes:
    """The DER of the signature with the stamp in its only SignerInfo: CAdES-T. Raises Fault if either is malformed.

    Everything else stays byte by byte as it came.
    """
    opened = _Opened(signature)
    return opened.with_unsigned(seq(oid(TIME_STAMP), set_of(decode(stamp))))


class _Opened:
    """The parts of a signature of one signer, none of them decoded. Raises Fault if it is none."""

    def __init__(self, signature: bytes) -> None:
        raw = decode(signature)
        try:
            parsed = exact(exact(cms.ContentInfo.load(raw, strict=True))["content"])
            infos = parsed["signer_infos"]
            if not is_present(infos) or not has_more_than(infos, 0):
                raise Fault(Code.NO_SIGNER)
            if has_more_than(infos, 1):
                raise Fault(Code.SEVERAL_SIGNERS)
            self.value: bytes = exact(infos[0])["signature"].native
            if not isinstance(self.value, bytes):
                raise Fault(Code.MALFORMED, "no value")
            self._kind, message = parts(raw)
            *self._before, signers = parts(parts(message)[0])
            self._info = parts(parts(signers)[0])
        except Fault:
            raise
        except Exception as problem:  # hostile input must end in a Fault, whatever error the parser raises
            raise Fault(Code.MALFORMED, type(problem).__name__) from None

    def with_unsigned(self, attribute: bytes) -> bytes:
        *signed, last = self._info
        known = contents(last) if last[0] == _UNSIGNED else b""
        info = seq(*signed, *([] if known else [last]), tlv(_UNSIGNED, known, attribute))
        return seq(self._kind, explicit(0, seq(*self._before, tlv(_SET, info))))
