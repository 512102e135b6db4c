"""Applications on each way to a contract, in a world that trusts the test PKI."""

from collections.abc import Callable

import pytest

from accounts.models import User
from cabinet.cases.models import Case
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests import world
from tests.contracts.acts import Signs, reviewed, signed_by
from tests.signatures import conftest as signatures

# The people and the certificates of those who sign.
head, head_of_company, pki, trusted = signatures.head, signatures.head_of_company, signatures.pki, signatures.trusted
owner, owner_client, signer, specialist = (
    signatures.owner,
    signatures.owner_client,
    signatures.signer,
    signatures.specialist,
)

SMALL = {"household": True, "reliability": "3", "voltage": "0_4", "settlement": "town"}


@pytest.fixture
def house(applicant: User, administrator: User) -> Case:
    """Of a person, 15 kW for a household: Section X, the contract is concluded by payment."""
    return reviewed(world.application(applicant, **SMALL), administrator)


@pytest.fixture
def plant(owner: User, administrator: User) -> Case:
    """Of an organisation, 400 kW: a contract that both sides sign."""
    return reviewed(world.application(owner, purpose="Цех", max_power_kw=400, reliability="3"), administrator)


@pytest.fixture
def company_signs(
    trusted: int,
    pki: Pki,
    head_of_company: Identity,
    administrator: User,
) -> Signs:
    """The head of the company signs all that a fact has sent."""
    return signed_by(pki, head_of_company, administrator, side="company")


@pytest.fixture
def owner_signs(trusted: int, pki: Pki, head: Identity, owner: User) -> Callable[..., None]:
    return signed_by(pki, head, owner, side="applicant")
