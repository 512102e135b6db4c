"""A mistake about states, turns and what terms follow is named with its place and remedy."""

from datetime import date

import pytest

from cabinet.rules.packs import HERE, read_pack
from cabinet.rules.validation import PackInvalid

EDITION = date(2026, 1, 1)


def text(code: str = "electricity_861") -> str:
    return (HERE / code / f"{EDITION}.toml").read_text("utf-8")


def read(changed: str) -> None:
    read_pack(changed, code="electricity_861", edition=EDITION, file="2026-01-01.toml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('[[turns]]\nevent = "paid"', '[[turns]]\nevent = "payed"', "turns[5] (payed) → event: «payed»"),
        ('after = ["awaiting_payment"]', 'after = ["waiting"]', "→ after: «waiting» нигде не описан"),
        ('to = "ready_notified"', 'to = "ready"', "→ to: «ready» нигде не описан"),
        ('event = "paid"\nprocedures = ["section_x"]', 'event = "paid"\nprocedures = ["ten"]', "→ procedures: «ten»"),
        ('undoes = ["refused", "voided"]', 'undoes = ["rejected"]', "events (decision_undone) → undoes: «rejected»"),
        ('or_ends = ["offer_placed"]', 'or_ends = ["offer"]', "terms (say_missing) → or_ends: «offer» нигде не описан"),
        ('stops = ["missing_requested"]', 'stops = ["asked"]', "terms (place_offer) → stops: «asked» нигде не описан"),
        (
            'stops = ["missing_requested"]\nrestarts = ["missing_received"]\nends = "offer_placed"',
            'stops = ["missing_requested"]\nends = "offer_placed"',
            "terms (place_offer) → stops: срок встанет и не пойдёт",
        ),
        ('or_ends = ["offer_placed"]', 'or_ends = ["received"]', "terms (say_missing): «received» и кончает срок"),
        ('after = ["draft"]', 'after = ["registered"]', "turns: из состояния «draft» ничто не ведёт"),
        ('to = "terminated"', 'to = "refused"', "states (terminated): в это состояние"),
        ('рассмотрении"\nmove = "company"', 'рассмотрении"\nmove = "nobody"', "states (in_review) → move"),
        ('code = "in_review"', 'code = "registered"', "states (registered): такой код уже есть"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(old: str, new: str, said: str) -> None:
    assert old in text()

    with pytest.raises(PackInvalid) as caught:
        read(text().replace(old, new, 1))

    assert said in str(caught.value)


@pytest.mark.parametrize("code", ["electricity_861", "heat_2115"])
def test_the_shipped_editions_have_none(code: str) -> None:
    assert read_pack(text(code), code=code, edition=EDITION, file="2026-01-01.toml").turns
