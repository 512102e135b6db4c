"""The protocol of a simple signature as a PDF for people; the sealed JSON remains the original."""

from io import BytesIO

from .. import standing
from ..errors import ProtocolUnreadable
from ..models import Signature
from . import wording
from .paper import Paper, check_address, stem_of, warnings_of


def protocol_pdf(signature: Signature) -> Paper:
    """The protocol of a simple signature in words; the JSON remains the original. Raises ProtocolUnreadable."""
    from . import canvas  # loads 18 MB of reportlab, which few requests need

    stands = standing.by_pk(signature.pk)
    sealed = stands.sealed
    if sealed is None:
        raise ProtocolUnreadable
    number = sealed["protocol"]["number"]
    pages = canvas.Pages(f"Протокол простой электронной подписи № {number}")
    for warning in warnings_of(stands):
        pages.lines(warning)
    for heading, pairs in wording.protocol(sealed):
        pages.heading(heading)
        pages.pairs(pairs)
    pages.lines(
        f"Код проверки {signature.check_code}: {check_address()}",
        "Подлинник протокола — файл JSON с печатью. Его проверяют вместе с подписанным файлом на той же странице.",
    )
    name = f"{stem_of(signature.request.document)} (протокол ПЭП № {number}).pdf"
    return Paper(name, BytesIO(pages.pdf()))
