"""RFC 3161 time stamps of a signature: reading one, asking for one, putting it in (CAdES-BES becomes CAdES-T).

A stamp is an unsigned attribute: the signature stays as it was, and anyone may strip the stamp again. Keep a copy.
"""

import hmac
import secrets
from datetime import datetime

from asn1crypto import cms, tsp  # tsp also teaches cms the attribute of time stamps

from signing.crypto.algorithms import STREEBOG_256, digest, digest_by
from signing.crypto.asn1 import as_moment, decode, is_present, items
from signing.crypto.certificates import build_path
from signing.crypto.errors import TEMPORARY, Code, Fault
from signing.crypto.revocation import check_path
from signing.crypto.signer import Signer
from signing.crypto.trust import Trust

_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
_STAMP_CONTENT = "1.2.840.113549.1.9.16.1.4"


class StampRefused(ValueError):
    """The service of time stamps gave none, or one of something else."""


def moment_of(signer: Signer, trust: Trust) -> datetime | None:
    """The moment before which the signature certainly existed; None if it has no stamp.

    Fault BAD_TIMESTAMP, or REVOCATION_UNKNOWN of the stamping service.
    """
    stamps = [a for a in items(signer.info["unsigned_attrs"]) if a["type"].dotted == _TIME_STAMP]
    if not stamps:
        return None
    try:
        return _check(stamps[0]["values"][0], signer, trust)
    except Fault as fault:
        if fault.code in TEMPORARY:
            raise
        raise Fault(Code.BAD_TIMESTAMP, f"{fault.code} {fault.detail}".strip()) from None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as problem:
        raise Fault(Code.BAD_TIMESTAMP, type(problem).__name__) from None


def _check(token: cms.ContentInfo, signer: Signer, trust: Trust) -> datetime:
    signed = token["content"]
    if len(signed["signer_infos"]) != 1:
        raise Fault(Code.BAD_TIMESTAMP, "not one signer")
    service = Signer(signed, signed["signer_infos"][0])
    if service.attributes.content_type != _STAMP_CONTENT:
        raise Fault(Code.BAD_TIMESTAMP, "content type")
    content = bytes(signed["encap_content_info"]["content"])
    if not hmac.compare_digest(service.attributes.digest, digest(service.bits, content)):
        raise Fault(Code.BAD_TIMESTAMP, "digest")
    service.check_signature()
    info = tsp.TSTInfo.load(content, strict=True)
    if not _is_of(info["message_imprint"], signer.value):
        raise Fault(Code.BAD_TIMESTAMP, "stamp of another signature")
    stamped_at = as_moment(info["gen_time"].native)
    if stamped_at > trust.checked_at + trust.clock_skew:
        raise Fault(Code.BAD_TIMESTAMP, "in the future")
    usage = service.certificate.extended_key_usage_value
    if usage is None or "time_stamping" not in usage.native:
        raise Fault(Code.BAD_TIMESTAMP, "certificate is not for time stamps")
    pool = [*service.certificates, *signer.certificates, *trust.intermediates]
    path = build_path(service.certificate, pool, trust, stamped_at)
    if trust.check_revocation:
        check_path(path, trust, stamped_at)
    return stamped_at


def _is_of(imprint: tsp.MessageImprint, value: bytes) -> bool:
    actual = digest_by(imprint["hash_algorithm"]["algorithm"].dotted, value)
    return actual is not None and hmac.compare_digest(actual, imprint["hashed_message"].native)


def request(signature: bytes) -> bytes:
    """What to POST to a service as application/timestamp-query for this CAdES-BES. Fault if it is no signature."""
    query = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {
                "hash_algorithm": {"algorithm": STREEBOG_256},
                "hashed_message": digest(256, _only_signer(signature)[1]["signature"].native),
            },
            "nonce": secrets.randbits(63),
            "cert_req": True,
        }
    )
    encoded: bytes = query.dump()
    return encoded


def token(response: bytes, query: bytes) -> bytes:
    """The stamp inside the service's answer (application/timestamp-reply) to `query`. StampRefused.

    Whether the service is to be trusted is not asked here: verify the signature with the stamp put in.
    """
    asked = tsp.TimeStampReq.load(query)
    try:
        answer = tsp.TimeStampResp.load(decode(response), strict=True)
        status = answer["status"]["status"].native
        if status not in ("granted", "granted_with_mods"):
            raise StampRefused(status)
        found = answer["time_stamp_token"]
        info = found["content"]["encap_content_info"]["content"].parsed
        same = (
            info["nonce"].native == asked["nonce"].native
            and info["message_imprint"]["hashed_message"].native == asked["message_imprint"]["hashed_message"].native
        )
        encoded: bytes = found.dump()
    except StampRefused:
        raise
    except (Fault, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise StampRefused(type(problem).__name__) from None
    if not same:
        raise StampRefused("the answer is to another question")
    return encoded


def add(signature: bytes, stamp: bytes) -> bytes:
    """The DER of the signature with the stamp in its only SignerInfo: CAdES-T. Fault if it is no signature."""
    outer, info = _only_signer(signature)
    attribute = cms.CMSAttribute(
        {"type": "signature_time_stamp_token", "values": [cms.ContentInfo.load(stamp, strict=True)]}
    )
    info["unsigned_attrs"] = cms.CMSAttributes([*items(info["unsigned_attrs"]), attribute])
    encoded: bytes = outer.dump()
    return encoded


def _only_signer(signature: bytes) -> tuple[cms.ContentInfo, cms.SignerInfo]:
    try:
        outer = cms.ContentInfo.load(decode(signature), strict=True)
        signers = outer["content"]["signer_infos"]
        if not is_present(signers) or len(signers) == 0:
            raise Fault(Code.NO_SIGNER)
        if len(signers) > 1:
            raise Fault(Code.SEVERAL_SIGNERS)
        info = signers[0]
        # The parser reads a field when it is asked for: here, where its complaints are understood.
        digest(256, info["signature"].native)
        list(items(info["unsigned_attrs"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Fault(Code.MALFORMED) from None
    return outer, info
