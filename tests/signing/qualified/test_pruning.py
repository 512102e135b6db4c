"""What no verdict needs is let go; whatever a verdict was reached with stays, and it can be reached again."""

from datetime import timedelta

import pytest

from signing import services
from signing.models import Signature, SignatureCheck
from signing.tasks import prune_trust
from signing.trust import services as trust
from signing.trust.models import AuthorityList, RevocationList
from signing.trust.removal import Needed, prune
from signing.trust.versions import _list, _registry, material
from tenancy.company import in_public
from tests.moment import NOW
from tests.signing import by_certificate as made
from tests.signing.by_certificate import DAY, HOUR

LATER = NOW + 30 * DAY


@pytest.fixture
def given(pki, trusted, administrator, owner, signer, head_of_company):
    request = made.asked(administrator, owner)[0]
    raw = made.signature(pki, head_of_company, request)
    return services.sign_qualified(request, raw, by=signer, now=NOW)


@pytest.fixture
def months(pki, given):
    """Every day since a new list of each authority, and an edition of the ministry's list."""
    for day in range(1, 30):
        when = NOW + day * DAY
        for authority in (pki.root, pki.issuer):
            made.keep_list(authority, now=when)
        edition = made.authority_list([made.listed(pki)], edition=str(day + 1))
        trust.update_authorities(edition, now=when)


def forget():
    for cache in (material, _list, _registry):
        cache.cache_clear()


def needed():
    found = Needed()
    services.add_needed(found)
    return found


def test_what_no_verdict_needs_goes(given, months):
    with in_public():
        before = RevocationList.objects.count(), AuthorityList.objects.count()
    gone = prune(needed(), now=LATER)
    with in_public():
        left = RevocationList.objects.count(), AuthorityList.objects.count()
    assert before == (60, 30)
    assert (gone.lists, gone.editions) == (before[0] - left[0], before[1] - left[1])
    assert left[0] <= 2 + 2 * 3  # of the verdict, and of the last two days
    assert left[1] <= 1 + 3


def test_a_verdict_is_reached_again_after_it(given, months):
    prune(needed(), now=LATER)
    forget()
    checks = list(SignatureCheck.objects.filter(signature=given))
    assert checks
    for check in checks:
        report = services.reach_again(check)
        assert (report.status, report.code) == (check.status, check.code)


def test_a_verdict_that_does_not_tell_its_lists_keeps_all_of_its_version(given, months):
    """As those did that were reached before verdicts told them."""
    quoted = Needed()
    quoted.add([(given.trust_version, None)])
    prune(quoted, now=LATER)
    forget()
    assert services.reach_again(SignatureCheck.objects.get(signature=given)).code == "ok"


def test_without_a_verdict_only_what_is_in_force_stays(trusted, months):
    prune(Needed(), now=LATER)
    forget()
    with in_public():
        assert RevocationList.objects.filter(fetched_at__lt=NOW + 27 * DAY).count() == 0


def test_the_signatures_of_the_day_are_judged_as_before(pki, given, months):
    prune(needed(), now=LATER)
    forget()
    assert services.recheck(Signature.objects.get(pk=given.pk), now=NOW + 29 * DAY + HOUR).status == "valid"


def test_a_verdict_reached_a_moment_ago_is_not_undercut(trusted, months):
    """By a version that has just been replaced; its row is not written yet."""
    with in_public():
        in_force = set(RevocationList.objects.filter(this_update__gte=NOW + 28 * DAY).values_list("pk", flat=True))
        prune(Needed(), now=NOW + 29 * DAY + timedelta(minutes=1))
        assert in_force <= set(RevocationList.objects.values_list("pk", flat=True))


def test_the_task_asks_every_company(given, months, company, other_company):
    prune_trust()
    forget()
    assert services.reach_again(SignatureCheck.objects.get(signature=given)).code == "ok"
