"""A world of qualified signatures whose keys guard nothing; the moment is the one of all tests."""

import io
from datetime import timedelta

import pytest

from accounts import synthetic
from gost import streebog
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests.moment import NOW

DAY = timedelta(days=1)
DOCUMENT = "Договор технологического присоединения".encode() * 100


@pytest.fixture(scope="session")
def digests() -> dict[int, bytes]:
    return streebog.digests(io.BytesIO(DOCUMENT))


@pytest.fixture
def pki() -> Pki:
    return Pki.since(NOW - 400 * DAY)


@pytest.fixture
def director(pki: Pki) -> Identity:
    return pki.organisation(
        since=NOW - 30 * DAY,
        title="ООО «Ромашка»",
        ogrn=synthetic.ogrn(1),
        inn=synthetic.inn10(1),
        surname="Туксин",
        given_name="Артём Александрович",
        INN=synthetic.inn12(1),
        SNILS=synthetic.snils(1),
    )
