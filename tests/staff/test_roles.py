"""What is said of a role where it is chosen is what it may do."""

import pytest

from accounts.models import StaffRole, User
from cabinet.staff.forms import ABOUT
from signing.rights import SIGNERS


@pytest.mark.parametrize("role", StaffRole)
def test_the_words_are_true(role: StaffRole) -> None:
    said, user = ABOUT[role], User(staff_role=role)

    assert ("ведёт обращения" in said) == user.is_clerk
    assert ("не подписывает" not in said and "подписыва" in said) == (role in SIGNERS)
    assert ("управляет" in said) == user.is_administrator
    assert ("ничего не меняет" in said) == (not user.is_clerk)
    assert "пока" not in said
