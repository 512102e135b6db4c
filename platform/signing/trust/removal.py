"""Removal of revocation lists and editions of the ministry's list that no verdict needs any more.

An edition has tens of megabytes and comes every night; a list has a few and comes several times a day. `TrustVersion`
rows stay, because they are small and tell what was trusted when.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from tenancy.company import in_public

from .models import AuthorityList, RevocationList, TrustVersion

# A worker may be about to save a verdict based on a version that was in force until a moment ago.
IN_FLIGHT = timedelta(days=1)


@dataclass
class Needed:
    """What verdicts quote: versions of trust, and lists by their SHA-256."""

    versions: set[int] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    # Versions quoted by verdicts that do not name their lists. All lists of these versions are needed.
    whole_versions: set[int] = field(default_factory=set)

    def add(self, quoted: Iterable[tuple[int, list[str] | None]]) -> None:
        for version, lists in quoted:
            self.versions.add(version)
            if lists is None:
                self.whole_versions.add(version)
            else:
                self.lists.update(lists)


@dataclass(frozen=True)
class Pruned:
    lists: int
    editions: int


def prune(needed: Needed, *, now: datetime) -> Pruned:
    """Delete what is neither needed nor in force nor was in force a day ago. `needed` must cover every company."""
    with in_public(), transaction.atomic():
        recent = _in_force_since(now - IN_FLIGHT)
        editions, lists = set(), set()
        for pk, content in TrustVersion.objects.values_list("pk", "content"):
            if pk in needed.versions | recent:
                editions.add(content["authorities"])
            if pk in needed.whole_versions | recent:
                lists.update(content["crls"])
        unneeded = RevocationList.objects.exclude(pk__in=lists).exclude(sha256__in=needed.lists)
        old = AuthorityList.objects.exclude(pk__in=editions - {None})
        # A list or an edition that came a moment ago may not be in a version yet.
        gone, _ = unneeded.filter(fetched_at__lt=now - IN_FLIGHT).delete()
        ended, _ = old.filter(fetched_at__lt=now - IN_FLIGHT).delete()
    return Pruned(gone, ended)


def _in_force_since(moment: datetime) -> set[int]:
    """The versions made since `moment`, and the one that was in force then."""
    since = set(TrustVersion.objects.filter(made_at__gte=moment).values_list("pk", flat=True))
    before = TrustVersion.objects.filter(made_at__lt=moment).order_by("-pk").values_list("pk", flat=True).first()
    return since | ({before} if before else set())
