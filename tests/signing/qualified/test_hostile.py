"""What strangers upload ends in a verdict, whatever is in it: also on the way to the trust and back."""

import io
import random

import documents.services
from gost import streebog
from signing.crypto.cades import Code, Status
from signing.models import Signature
from signing.services import sign_qualified
from signing.trust.versions import current
from signing.verdicts import reach
from tests.moment import NOW
from tests.signing import by_certificate as made

SHUFFLED = random.Random(34)


def test_a_damaged_signature_is_refused_and_breaks_nothing(pki, requests, head_of_company):
    raw = made.signature(pki, head_of_company, requests[0], stamped=True)
    content = b"".join(documents.services.chunks(requests[0].document))
    digests = streebog.digests(io.BytesIO(content))
    sound = reach(raw, digests, at=NOW)
    for damaged in (*flipped(raw, times=150), *cut(raw, times=30)):
        report = reach(damaged, digests, at=NOW).report
        if report.status is Status.VALID:  # in a part that CMS does not sign: then it is the same signature
            assert (report.thumbprint, report.subject) == (sound.report.thumbprint, sound.report.subject)
    assert sound.report.code is Code.OK


def test_the_verdict_tells_by_which_trust_it_was_reached(pki, requests, signer, head_of_company):
    sign_qualified(requests[0], made.signature(pki, head_of_company, requests[0]), by=signer, now=NOW)
    signature = Signature.objects.get()
    assert signature.trust_version == signature.checks.get().trust_version == current()


def flipped(raw, *, times):
    for _ in range(times):
        place = SHUFFLED.randrange(len(raw))
        yield raw[:place] + bytes([raw[place] ^ 1 << SHUFFLED.randrange(8)]) + raw[place + 1 :]


def cut(raw, *, times):
    for _ in range(times):
        start = SHUFFLED.randrange(len(raw))
        yield raw[:start] + raw[start + SHUFFLED.randrange(1, 50) :]
