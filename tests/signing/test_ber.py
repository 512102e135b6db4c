"""Programs that write while they read save signatures in BER. What CMS allows is read as what it says."""

import pytest

from signing.crypto.asn1 import MAX_DEPTH, decode, parts
from signing.crypto.ber import MAX_ELEMENTS
from signing.crypto.cades import Code, Status, load_certificate, verify
from signing.crypto.certificates import Subject
from signing.crypto.errors import MESSAGES, Fault
from signing.testing.der import tlv
from signing.testing.signatures import detached, time_stamper
from tests.moment import NOW

CONSTRUCTED, OCTETS, BITS = 0x20, 0x04, 0x03


def length_of(element: bytes) -> int:
    """Bytes of tag and length."""
    return 2 if element[1] < 0x80 else 2 + (element[1] & 0x7F)


def rewritten(element: bytes, write, path=()) -> bytes:
    """The element with `write(tag, contents, path)` in place of every encoding, from the innermost."""
    body = element[length_of(element) :]
    if element[0] & CONSTRUCTED:
        body = b"".join(rewritten(part, write, (*path, n)) for n, part in enumerate(parts(element)))
    return write(element[0], body, path)


def definite(tag, body):
    return tlv(tag, body)


def indefinite(tag, body):
    return bytes([tag, 0x80]) + body + b"\0\0"


TOKEN = (1, 0, 4, 0, 6, 0, 1, 0)  # where a time stamp stands in a signature: a message of its own


def in_certificates(path):
    """Whether it is inside the certificates of the message, or of the message of its time stamp."""
    return any(len(own) > 3 and own[:3] == (1, 0, 3) for own in of_messages(path))


def in_signed_attributes(path):
    return any(own[:5] == (1, 0, 4, 0, 3) for own in of_messages(path))


def of_messages(path):
    return [path[len(TOKEN) :] if path[: len(TOKEN)] == TOKEN else path]


def long_length(tag, body):
    size = len(body).to_bytes(4, "big")
    return bytes([tag, 0x84]) + size + body


def in_pieces(tag, body):
    half = len(body) // 2
    return bytes([tag | CONSTRUCTED, 0x80]) + tlv(tag, body[:half]) + tlv(tag, body[half:]) + b"\0\0"


def everywhere_indefinite(tag, body, path):
    return indefinite(tag, body) if tag & CONSTRUCTED and not in_certificates(path) else definite(tag, body)


def around_what_is_signed(tag, body, path):
    inside = in_certificates(path) or in_signed_attributes(path)
    return indefinite(tag, body) if tag & CONSTRUCTED and not inside else definite(tag, body)


def octets_in_pieces(tag, body, path):
    return in_pieces(tag, body) if tag == OCTETS and not in_certificates(path) else definite(tag, body)


def lengths_longer_than_needed(tag, body, path):
    return definite(tag, body) if in_certificates(path) else long_length(tag, body)


def texts_in_pieces(tag, body, path):
    return in_pieces(tag, body) if tag in (0x0C, 0x12, 0x13) and not in_certificates(path) else definite(tag, body)


FORMS = [
    everywhere_indefinite, around_what_is_signed, octets_in_pieces, lengths_longer_than_needed, texts_in_pieces,
]  # fmt: skip


@pytest.fixture(params=[False, True], ids=["plain", "stamped"])
def signature(request, pki, director, digests):
    return pki.sign(director, digests, when=NOW, stamped=request.param)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_cms_allows_is_read(pki, digests, signature, form):
    written = rewritten(signature, form)
    assert written != signature
    report = verify(written, digests, pki.trust(at=NOW))
    assert (report.status, report.code) == (Status.VALID, Code.OK), report.detail
    assert report.level == verify(signature, digests, pki.trust(at=NOW)).level


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_is_kept_is_the_same_der(signature, form):
    """So the same signature given in another form is the same."""
    assert decode(rewritten(signature, form)) == signature


def test_a_changed_document_is_found_in_any_form(pki, director, digests):
    other = {bits: bytes(len(digest)) for bits, digest in digests.items()}
    signature = pki.sign(director, other, when=NOW)
    for form in FORMS:
        assert verify(rewritten(signature, form), digests, pki.trust(at=NOW)).code is Code.OTHER_DOCUMENT


def test_signed_attributes_are_hashed_in_the_order_of_der(pki, digests, director):
    """They came unsorted and in BER: whoever hashed them had to sort them (RFC 5652, 5.4)."""
    signature = pki.sign(director, digests, when=NOW)

    def reversed_attributes(tag, body, path):
        if path == (1, 0, 4, 0, 3):
            return indefinite(tag, b"".join(reversed(parts(tlv(tag, body)))))
        return definite(tag, body)

    assert decode(rewritten(signature, reversed_attributes)) == signature


@pytest.mark.parametrize("stamped", [False, True])
def test_a_certificate_in_ber_has_a_sentence_of_its_own(pki, director, digests, stamped):
    """Its own signature is over DER: what was signed could only be guessed."""
    signature = pki.sign(director, digests, when=NOW, stamped=stamped)

    def all_of_it(tag, body, path):
        return indefinite(tag, body) if tag & CONSTRUCTED else definite(tag, body)

    report = verify(rewritten(signature, all_of_it), digests, pki.trust(at=NOW))
    assert (report.status, report.code) == (Status.INVALID, Code.UNUSUAL_ENCODING)
    assert "необычной записи (BER)" in report.message
    assert "DER" in MESSAGES[Code.UNUSUAL_ENCODING].split("(BER)")[1]  # the remedy


def test_certificates_stay_byte_by_byte(pki, director, digests):
    signature = decode(rewritten(pki.sign(director, digests, when=NOW), everywhere_indefinite))
    assert director.certificate in signature
    assert pki.issuer.identity.certificate in signature
    assert Subject.of(load_certificate(director.certificate).subject).organization == "ООО «Ромашка»"


def test_a_time_stamp_in_ber_inside_a_signature_in_der(pki, director, digests):
    token = []

    def stamper(value):
        token.append(time_stamper(pki.stamps, NOW, pki.chain)(value))
        return rewritten(token[0], around_what_is_signed)

    signature = detached(director, digests[256], pki.chain, when=NOW, stamper=stamper)
    report = verify(signature, digests, pki.trust(at=NOW, require_timestamp=True))
    assert (report.code, report.stamped_at) == (Code.OK, NOW)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x30\x80" * (MAX_DEPTH + 5), Code.MALFORMED),
        (b"\x30\x80" * 100_000, Code.MALFORMED),
        (b"\x30\x80\x04\x01A", Code.MALFORMED),  # no end
        (b"\x30\x80\0\0\0", Code.MALFORMED),  # something after it
        (b"\x30\x80\x24\x80\x02\x01\x01\0\0\0\0", Code.MALFORMED),  # a string of numbers
        (b"\x30\x80\x23\x80\x03\x02\x01A\x03\x02\x00A\0\0\0\0", Code.MALFORMED),  # unused bits in the middle
        (b"\x30\x80\x04\x80A\0\0\0\0", Code.MALFORMED),  # a primitive without a length
        (b"\x30\x80" + b"\x05\0" * (MAX_ELEMENTS + 1) + b"\0\0", Code.UNUSUAL_ENCODING),
    ],
)
def test_what_is_no_ber_either(data, code):
    with pytest.raises(Fault) as refused:
        decode(data)
    assert refused.value.code is code
