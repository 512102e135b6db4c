"""A breaker keeps threads from waiting for what does not answer."""

import threading

import pytest

from documents.breaker import Breaker, CircuitOpen


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(failures=3, rest=20, at_once=2, patience=0, clock=clock)


def fail(breaker, times=1):
    for _ in range(times):
        with breaker.call():
            breaker.failed()


def test_single_failures_between_successes_do_not_open_it(breaker):
    for _ in range(5):
        fail(breaker, 2)
        breaker.succeeded()
    with breaker.call():
        pass


def test_after_three_failures_in_a_row_nobody_is_let_through(breaker, clock):
    fail(breaker, 3)
    clock.now += 19.9
    with pytest.raises(CircuitOpen), breaker.call():
        pass


def test_after_the_rest_one_call_tries_and_the_others_wait_for_its_result(breaker, clock):
    fail(breaker, 3)
    clock.now += 20
    with breaker.call(), pytest.raises(CircuitOpen), breaker.call():
        pass


def test_a_failed_try_begins_the_rest_anew(breaker, clock):
    fail(breaker, 3)
    clock.now += 20
    fail(breaker)
    clock.now += 19.9
    with pytest.raises(CircuitOpen), breaker.call():
        pass


def test_a_successful_try_lets_everybody_through(breaker, clock):
    fail(breaker, 3)
    clock.now += 20
    with breaker.call():
        breaker.succeeded()
    with breaker.call(), breaker.call():
        pass


def test_no_more_than_so_many_wait_at_once(breaker):
    with breaker.call(), breaker.call(), pytest.raises(CircuitOpen), breaker.call():
        pass
    with breaker.call():
        pass


def test_whoever_waits_for_a_place_gets_the_first_that_is_free():
    breaker = Breaker(failures=3, rest=20, at_once=1, patience=60)
    entered = threading.Event()

    def call():
        with breaker.call():
            entered.set()

    with breaker.call():
        waiting = threading.Thread(target=call)
        waiting.start()
        assert not entered.is_set()
    waiting.join()
    assert entered.is_set()
