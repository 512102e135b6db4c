"""The states of a request, and which state may follow which."""

from .errors import NotPossibleNow
from .models import SignatureRequest

State = SignatureRequest.State
S = State
NEXT: dict[State, frozenset[State]] = {
    S.WAITING: frozenset({S.AVAILABLE, S.RECALLED}),
    # Back to waiting: the other side's signature turned out invalid.
    S.AVAILABLE: frozenset({S.WAITING, S.CHECKING, S.SIGNED, S.DECLINED, S.RECALLED}),
    # Back to available: the signature turned out invalid, and the side may give another.
    S.CHECKING: frozenset({S.AVAILABLE, S.SIGNED, S.RECALLED}),
    S.SIGNED: frozenset({S.AVAILABLE}),
    S.DECLINED: frozenset(),
    S.RECALLED: frozenset(),
}
# Nobody has signed yet, and still may.
UNSIGNED = frozenset({S.WAITING, S.AVAILABLE, S.CHECKING})
ENDED = frozenset({S.DECLINED, S.RECALLED})


def advance(request: SignatureRequest, *, to: State) -> None:
    """Move the request to another state. Raises NotPossibleNow. The caller saves."""
    state = State(request.state)
    if to not in NEXT[state]:
        raise NotPossibleNow(state=state.label, to=to.label)
    request.state = to
