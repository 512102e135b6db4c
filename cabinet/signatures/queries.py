"""What each side sees of signing: always by a document of a case that this person may see."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from cabinet.cases.feed.parties import Signing
from cabinet.cases.models import Case, Entry
from documents.models import Document
from gost import streebog
from signing.models import PowerOfAttorney, Signature, SignatureRequest
from signing.queries import requests_of
from signing.verdicts import read_digests

LIST_SIZE = 50
State = SignatureRequest.State


@dataclass(frozen=True)
class Item:
    """A document that somebody has to sign or has signed, where it belongs."""

    request: SignatureRequest
    entry: Entry

    @property
    def case(self) -> Case:
        return self.entry.case

    @property
    def document(self) -> Document:
        return self.request.document

    @property
    def is_overdue(self) -> bool:
        return self.request.is_overdue(timezone.localdate())

    @property
    def is_for_certificate(self) -> bool:
        return self.request.kind == SignatureRequest.Kind.QUALIFIED

    def digests(self) -> dict[int, str]:
        """Streebog in hexadecimal, by length; of old files the bytes are read.

        Raises DocumentChanged, StorageUnavailable.
        """
        document = self.document
        if document.streebog256 and document.streebog512:
            return {256: document.streebog256, 512: document.streebog512}
        read = read_digests(document, streebog.SIZES)
        return {size: digest.hex() for size, digest in read.streebog.items()}


def requests_for(user: User) -> QuerySet[SignatureRequest]:
    """Those of this person's side, whether they may sign or not."""
    return SignatureRequest.objects.of_side_of(user).select_related("document", "applicant")


def entries_for(user: User) -> QuerySet[Entry]:
    """Documents that this person sees, and that were not withdrawn."""
    shown = Entry.objects.visible_to(user).filter(kind=Entry.Kind.DOCUMENT, withdrawal__isnull=True)
    return shown.select_related("case", "case__applicant", "document")


def item_for(user: User, pk: int) -> Item:
    """Raises SignatureRequest.DoesNotExist, Entry.DoesNotExist."""
    request = requests_for(user).get(pk=pk)
    return Item(
        request, Entry.objects.visible_to(user).select_related("case", "document").get(document=request.document_id)
    )


def items(requests: Iterable[SignatureRequest], user: User) -> list[Item]:
    """In the order of the requests; one query for their places."""
    found = list(requests)
    shown = Entry.objects.visible_to(user).filter(document__in=[request.document_id for request in found])
    places = {entry.document_id: entry for entry in shown.select_related("case", "case__applicant")}
    return [Item(request, places[request.document_id]) for request in found if request.document_id in places]


def awaited(user: User) -> QuerySet[SignatureRequest]:
    """What the side of this person has to sign now, the most urgent first."""
    return requests_for(user).filter(state=State.AVAILABLE).order_by("due_on", "opened_at")


def awaited_of_applicants() -> QuerySet[SignatureRequest]:
    """Signed by the company where that was wanted, and not yet by the applicant."""
    waiting = SignatureRequest.objects.filter(state=State.AVAILABLE, side=SignatureRequest.Side.APPLICANT)
    return waiting.select_related("document", "applicant").order_by("due_on", "opened_at")


def ended(user: User) -> QuerySet[SignatureRequest]:
    """The history of this side, the newest first."""
    over = requests_for(user).filter(state__in=[State.SIGNED, State.CHECKING, State.DECLINED, State.RECALLED])
    return over.prefetch_related("signatures").order_by("-ended_at", "-pk")


def document_of(entry: Entry) -> Document:
    """Of an entry that is a document."""
    assert entry.document is not None  # noqa: S101  (a constraint says so)
    return entry.document


def signing_of(entry: Entry, user: User) -> Signing:
    document = document_of(entry)
    requests = requests_of([document.pk]).get(document.pk, [])
    return Signing(requests, user, timezone.localdate())


def signatures_for(user: User) -> QuerySet[Signature]:
    """Signatures of documents that this person sees; both sides get the same bytes."""
    documents = Entry.objects.visible_to(user).filter(kind=Entry.Kind.DOCUMENT).values("document")
    return Signature.objects.filter(request__document__in=documents).select_related("request__document")


def powers_for(user: User) -> QuerySet[PowerOfAttorney]:
    """Staff see all: they confirm them. An applicant sees their own."""
    powers = PowerOfAttorney.objects.select_related("applicant", "document", "confirmed_by").order_by("-pk")
    return powers if user.is_staff_of_company else powers.filter(applicant=user.applicant, applicant__isnull=False)
