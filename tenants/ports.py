"""What this package asks of upper ones."""

from dataclasses import dataclass

from tenancy.port import Port


@dataclass(frozen=True)
class DaysMoved:
    """What another zone would do to the terms of a company: of the `looked_at` of all that are `running`."""

    moved: int
    looked_at: int
    running: int

    @property
    def is_whole(self) -> bool:
        return self.looked_at == self.running


# Asked inside the company, with the zone as `ZONES` names it.
days_moved_in: Port[[str], DaysMoved] = Port("How many last days would move in another zone?")
