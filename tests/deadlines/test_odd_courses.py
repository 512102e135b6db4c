"""Events out of their place, twice, at one moment, taken back: what is true of the application then."""

from datetime import date

import pytest

from cabinet.deadlines.counting import Pause
from cabinet.deadlines.course import Course, follow
from cabinet.deadlines.terms import TermOnDay
from cabinet.rules.pack import Pack, Term

from .conftest import Follow, happening


def term(course: Course, code: str) -> TermOnDay:
    found = course.term(code)
    assert found is not None
    return found


def said(course: Course, code: str) -> tuple[str, str, int]:
    """A term in short: its state, last day and late days."""
    found = term(course, code)
    return found.state, str(found.last_day), found.late_days


OFFERED = ("received 2026-03-16", "offer_placed 2026-03-20")
PAID = (*OFFERED, "paid 2026-03-24")


def test_before_anything_has_come_there_is_a_draft_and_no_day(course: Follow) -> None:
    found = course(looked_on="2026-03-20")

    assert (found.state.code, found.terms, found.spans, sum(found.ledger.values())) == ("draft", (), (), 0)


def test_events_after_the_day_that_is_looked_on_are_not_known(course: Follow) -> None:
    assert course(*PAID, looked_on="2026-03-23") == course(*OFFERED, looked_on="2026-03-23")
    assert course(*PAID, looked_on="2026-03-24").state.code == "works"
    assert course(*PAID, looked_on="2026-03-15").state.code == "draft"


def test_the_order_in_which_events_are_told_does_not_matter(course: Follow) -> None:
    events = (*PAID, "notice_placed 2026-04-10", "paid_last 2026-04-15")

    assert course(*reversed(events), looked_on="2026-05-01") == course(*events, looked_on="2026-05-01")


def test_events_of_one_moment_take_effect_as_they_can(course: Follow) -> None:
    found = course(
        "paid 2026-03-20", "offer_placed 2026-03-20", "missing_received 2026-03-20", "missing_requested 2026-03-20",
        "received 2026-03-16", looked_on="2026-03-25",
    )  # fmt: skip

    assert found.state.code == "works"
    assert [fact.event for fact in found.facts] == [
        "received", "missing_requested", "missing_received", "offer_placed", "paid",
    ]  # fmt: skip
    assert found.ledger == {"company": 9, "applicant": 0, "supplier": 0, "nobody": 1}
    assert found.aside == ()


def test_all_on_the_day_of_receipt(course: Follow) -> None:
    found = course(
        "received 2026-03-16T09:00", "offer_placed 2026-03-16T10:00", "paid 2026-03-16T11:00", looked_on="2026-03-16"
    )

    assert found.ledger == {"company": 0, "applicant": 0, "supplier": 0, "nobody": 1}
    assert [item.state for item in found.terms] == ["in_time", "in_time", "in_time", "running"]


def test_a_second_receipt_changes_nothing(course: Follow) -> None:
    found = course("received 2026-03-16", "received 2026-03-18", looked_on="2026-03-18")

    assert said(found, "place_offer") == ("running", "2026-03-30", 0)
    assert [(one.event, one.reason) for one in found.aside] == [
        ("received", "На этапе «Зарегистрирована» это событие ничего не меняет")
    ]


def test_what_comes_before_the_receipt_is_put_aside(course: Follow) -> None:
    found = course("paid 2026-03-10", "registered 2026-03-12", "received 2026-03-16", looked_on="2026-03-18")

    assert [(one.event, one.reason) for one in found.aside] == [
        ("paid", "Заявка ещё не поступила"),
        ("registered", "Заявка ещё не поступила"),
    ]
    assert found.state.code == "registered"


def test_money_without_an_offer_concludes_nothing_and_asks_a_person(course: Follow) -> None:
    found = course("received 2026-03-16", "paid 2026-03-18", "offer_placed 2026-03-20", looked_on="2026-03-23")

    assert (found.state.code, found.move) == ("awaiting_payment", "applicant")
    assert [one.event for one in found.aside] == ["paid"]
    assert found.term("works") is None


def test_late_money_concludes_the_contract_and_is_told_to_be_late(course: Follow) -> None:
    found = course(*OFFERED, "paid 2026-04-06", looked_on="2026-04-07")

    assert found.state.code == "works"
    assert said(found, "pay_first") == ("late", "2026-03-27", 10)
    assert said(found, "works") == ("running", "2026-05-20", 0)


def test_money_on_the_last_minute_of_the_last_day_is_in_time(course: Follow) -> None:
    assert said(course(*OFFERED, "paid 2026-03-27T23:59", looked_on="2026-04-07"), "pay_first")[0] == "in_time"
    assert said(course(*OFFERED, "paid 2026-03-28T00:00", looked_on="2026-04-07"), "pay_first")[0] == "late"


def test_a_second_payment_does_not_start_the_works_anew(course: Follow) -> None:
    found = course(*PAID, "paid 2026-04-02", looked_on="2026-04-03")

    assert term(found, "works").started_on == date(2026, 3, 24)
    assert [one.event for one in found.aside] == ["paid"]


def test_no_money_proposes_an_annulment_to_a_person(course: Follow) -> None:
    assert term(course(*OFFERED, looked_on="2026-03-27"), "pay_first").proposes == ""
    found = course(*OFFERED, looked_on="2026-03-30")

    assert (term(found, "pay_first").state, term(found, "pay_first").proposes) == ("overdue", "void")
    assert found.state.code == "awaiting_payment"


def test_an_offer_that_supersedes_another_gives_the_whole_term_again(course: Follow) -> None:
    found = course(*OFFERED, "offer_placed 2026-03-26", looked_on="2026-03-30")

    assert said(found, "pay_first") == ("running", "2026-04-02", 0)
    assert said(found, "place_offer") == ("in_time", "2026-03-30", 0)
    [former] = term(found, "pay_first").counted_anew
    assert (former.started_on, former.until, former.last_day) == (
        date(2026, 3, 20),
        date(2026, 3, 26),
        date(2026, 3, 27),
    )


def test_missing_information_asked_for_twice(course: Follow) -> None:
    found = course(
        "received 2026-03-16", "missing_requested 2026-03-18", "missing_received 2026-03-23",
        "missing_requested 2026-03-25", looked_on="2026-03-27",
    )  # fmt: skip

    assert found.state.code == "info_needed"
    assert said(found, "place_offer") == ("waits", "None", 0)
    assert said(found, "supply_missing") == ("running", "2026-04-22", 0)
    [first] = term(found, "supply_missing").earlier
    assert (first.state, first.last_day, first.ended_on) == ("in_time", date(2026, 4, 15), date(2026, 3, 23))
    assert found.ledger == {"company": 4, "applicant": 7, "supplier": 0, "nobody": 1}

    answered = course(
        "received 2026-03-16", "missing_requested 2026-03-18", "missing_received 2026-03-23",
        "missing_requested 2026-03-25", "missing_received 2026-03-30", looked_on="2026-04-01",
    )  # fmt: skip
    assert said(answered, "place_offer") == ("running", "2026-04-13", 0)
    assert [one.started_on for one in term(answered, "place_offer").counted_anew] == [
        date(2026, 3, 16),
        date(2026, 3, 23),
    ]


def test_a_second_request_before_the_answer_gives_the_whole_term_again(course: Follow) -> None:
    found = course(
        "received 2026-03-16", "missing_requested 2026-03-18", "missing_requested 2026-03-20", looked_on="2026-03-25"
    )

    assert said(found, "supply_missing") == ("running", "2026-04-17", 0)
    assert said(found, "say_missing") == ("in_time", "2026-03-19", 0)
    assert found.ledger["applicant"] == 7


def test_an_answer_that_nobody_asked_for_is_put_aside(course: Follow) -> None:
    found = course(
        "received 2026-03-16", "missing_received 2026-03-17", "missing_requested 2026-03-18", looked_on="2026-03-20"
    )

    assert found.state.code == "info_needed"
    assert [one.event for one in found.aside] == ["missing_received"]


def test_a_request_after_the_term_was_over_keeps_how_late_it_was(course: Follow) -> None:
    found = course(
        "received 2026-03-16", "missing_requested 2026-04-06", "missing_received 2026-04-08", looked_on="2026-04-09"
    )

    assert said(found, "say_missing") == ("late", "2026-03-19", 18)
    assert said(found, "place_offer") == ("running", "2026-04-22", 0)
    assert term(found, "place_offer").counted_anew[0].late_days == 7


def test_an_offer_without_waiting_for_what_was_missing(course: Follow) -> None:
    found = course(
        "received 2026-03-16", "missing_requested 2026-03-18", "offer_placed 2026-03-24", looked_on="2026-03-25"
    )

    assert found.state.code == "awaiting_payment"
    assert (term(found, "place_offer").state, term(found, "supply_missing").state) == ("in_time", "in_time")


def test_a_notice_before_the_money_waits_for_it(course: Follow) -> None:
    early = (*OFFERED, "notice_placed 2026-03-23")
    found = course(*early, looked_on="2026-03-24")
    assert found.state.code == "awaiting_payment"
    assert [(one.event, one.reason) for one in found.aside] == [
        ("notice_placed", "Рано: заявка на этапе «Ожидается оплата счёта»")
    ]

    paid = course(*early, "paid 2026-03-25", looked_on="2026-04-06")
    assert (paid.state.code, paid.aside) == ("ready_notified", ())
    assert said(paid, "works") == ("in_time", "2026-05-07", 0)
    assert said(paid, "pay_last") == ("running", "2026-04-06", 0)


def test_all_the_money_at_once(course: Follow) -> None:
    found = course(
        *OFFERED, "paid 2026-03-24", "paid_last 2026-03-24", "notice_placed 2026-04-10", looked_on="2026-04-20"
    )

    assert (found.state.code, found.move) == ("completed", "nobody")
    assert said(found, "pay_last") == ("in_time", "2026-04-20", 0)


def test_a_course_that_is_complete_stands_still(course: Follow) -> None:
    events = (*PAID, "notice_placed 2026-04-10", "paid_last 2026-04-15")
    earlier, later = course(*events, looked_on="2026-04-15"), course(*events, looked_on="2027-04-15")

    assert earlier.terms == later.terms
    assert later.ledger == {**earlier.ledger, "nobody": earlier.ledger["nobody"] + 365}


@pytest.mark.parametrize(
    ("event", "state"), [("withdrawn", "withdrawn"), ("refused", "refused"), ("voided", "annulled")]
)
def test_an_end_closes_what_still_runs(course: Follow, event: str, state: str) -> None:
    found = course(*OFFERED, f"{event} 2026-03-30", looked_on="2026-05-01")

    assert (found.state.code, found.move) == (state, "nobody")
    assert said(found, "pay_first") == ("closed", "2026-03-27", 3)
    assert said(found, "place_offer")[0] == "in_time"
    assert found.ledger == {"company": 4, "applicant": 10, "supplier": 0, "nobody": 33}


def test_an_end_while_a_term_waits(course: Follow) -> None:
    found = course(
        "received 2026-03-16", "missing_requested 2026-03-18", "withdrawn 2026-03-20", looked_on="2026-03-25"
    )

    assert said(found, "place_offer") == ("closed", "None", 0)
    assert said(found, "supply_missing") == ("closed", "2026-04-15", 0)


def test_nothing_happens_to_a_closed_application(course: Follow) -> None:
    found = course(
        *OFFERED, "voided 2026-03-30", "paid 2026-03-31", "supplier_placed 2026-04-01", looked_on="2026-04-02"
    )

    assert found.state.code == "annulled"
    assert [one.reason for one in found.aside] == ["Заявка уже закрыта: аннулирована"] * 2


def test_an_annulment_that_is_undone_is_as_if_it_had_not_been(course: Follow) -> None:
    voided = (*OFFERED, "voided 2026-03-30", "paid 2026-03-31")
    found = course(*voided, "decision_undone 2026-04-02", looked_on="2026-04-03")

    assert found == course(*OFFERED, "paid 2026-03-31", looked_on="2026-04-03")
    assert found.state.code == "works"
    assert course(*voided, "decision_undone 2026-04-02", looked_on="2026-04-01").state.code == "annulled"


def test_undoing_what_was_not_decided_is_put_aside(course: Follow) -> None:
    found = course(
        *OFFERED,
        "decision_undone 2026-03-24",
        "withdrawn 2026-03-25",
        "decision_undone 2026-03-26",
        looked_on="2026-03-27",
    )

    assert found.state.code == "withdrawn"
    assert [one.reason for one in found.aside] == ["Отменять нечего"] * 2


def test_an_unknown_event_is_refused(course: Follow) -> None:
    with pytest.raises(ValueError, match="события «payed» в редакции нет"):
        course("received 2026-03-16", "payed 2026-03-17", looked_on="2026-03-20")


def test_answers_choose_the_length(course: Follow) -> None:
    budget = course(*OFFERED, looked_on="2026-03-23", budget=True)
    building = course(*PAID, looked_on="2026-03-25", building=True)
    temporary = course(*PAID, looked_on="2026-03-25", kind="temporary")

    assert str(term(budget, "pay_first").last_day) == "2026-04-10"
    assert str(term(building, "works").last_day) == "2026-09-24"
    assert (term(temporary, "works").number, term(temporary, "works").needs_lawyer) == (15, True)


def test_what_no_source_settles_is_told(course: Follow) -> None:
    found = course("received 2026-03-16", "missing_requested 2026-03-18", looked_on="2026-03-20")

    assert {item.code: item.needs_lawyer for item in found.terms} == {
        "say_missing": False, "place_offer": False, "supply_missing": True,
    }  # fmt: skip
    assert (term(found, "place_offer").point, term(found, "place_offer").mark) == ("105", "S")


def test_a_term_into_a_provisional_year_says_so(course: Follow) -> None:
    found = course("received 2026-12-25", looked_on="2026-12-28")

    assert {item.code: item.is_provisional for item in found.terms} == {"say_missing": False, "place_offer": True}


def test_a_contract_that_is_concluded_shows_that_its_offer_was_placed(course: Follow) -> None:
    """By an earlier system, or on paper: the offer is not awaited any more, and its own day stays unknown."""
    found = course("received 2026-03-16", "contract_concluded 2026-04-20", looked_on="2026-08-01")

    place_offer = term(found, "place_offer")
    assert (place_offer.ended_by, str(place_offer.ended_on)) == ("Договор заключён", "2026-04-20")
    assert course("received 2026-03-16", looked_on="2026-04-20").term("place_offer").state == "overdue"  # type: ignore[union-attr]


class TestGeneral:
    """Outside Section X both sides sign."""

    SENT = ("received 2026-03-16", "draft_sent 2026-04-01")

    def test_a_contract_that_is_signed(self, course: Follow) -> None:
        sent = course(*self.SENT, looked_on="2026-04-02", procedure="general")
        assert (sent.state.code, sent.move) == ("offer_sent", "applicant")
        assert said(sent, "send_draft") == ("in_time", "2026-04-15", 0)
        assert said(sent, "answer_draft") == ("running", "2026-04-15", 0)

        signed = course(*self.SENT, "contract_concluded 2026-04-10", looked_on="2026-04-13", procedure="general")
        assert (signed.state.code, signed.move) == ("works", "company")
        assert said(signed, "answer_draft") == ("in_time", "2026-04-15", 0)
        assert said(signed, "works_general") == ("running", "2026-08-10", 0)
        assert signed.spans[-1].shared == "applicant"

    def test_rounds_of_disagreement(self, course: Follow) -> None:
        rounds = (
            *self.SENT,
            "draft_answered 2026-04-08",
            "draft_sent 2026-04-20",
            "draft_answered 2026-05-06",
            "draft_sent 2026-05-13",
        )
        found = course(*rounds, looked_on="2026-05-14", procedure="general")

        assert (found.state.code, found.move) == ("offer_sent", "applicant")
        assert [(one.state, str(one.last_day)) for one in term(found, "answer_draft").earlier] == [
            ("in_time", "2026-04-15"), ("late", "2026-05-05"),
        ]  # fmt: skip
        assert said(found, "answer_draft") == ("running", "2026-05-27", 0)
        assert found.ledger == {"company": 35, "applicant": 24, "supplier": 0, "nobody": 1}
        disagreed = course(*rounds[:3], looked_on="2026-04-10", procedure="general")
        assert (disagreed.state.code, disagreed.move) == ("disagreement", "company")

    def test_a_draft_that_supersedes_another(self, course: Follow) -> None:
        found = course(*self.SENT, "draft_sent 2026-04-07", looked_on="2026-04-08", procedure="general")

        assert said(found, "answer_draft") == ("running", "2026-04-21", 0)
        assert said(found, "send_draft") == ("in_time", "2026-04-15", 0)

    def test_after_a_rate_of_its_own(self, course: Follow) -> None:
        found = course("received 2026-03-16", "rate_approved 2026-05-20", looked_on="2026-05-21", procedure="general")

        assert said(found, "send_draft_after_rate") == ("running", "2026-05-25", 0)

    def test_works_inspection_acts(self, course: Follow) -> None:
        begun = (*self.SENT, "contract_concluded 2026-04-10", "conditions_done 2026-06-01")
        again = (*begun, "inspected 2026-06-15", "conditions_done 2026-06-20")
        found = course(*again, looked_on="2026-06-22", procedure="general")
        assert found.state.code == "tu_reported"
        assert [(one.state, str(one.last_day)) for one in term(found, "inspect").earlier] == [("late", "2026-06-11")]
        assert said(found, "inspect") == ("running", "2026-06-30", 0)

        done = course(
            *again, "inspected 2026-06-25", "meter_admitted 2026-06-26", "energised 2026-06-29",
            "act_connection 2026-07-02", looked_on="2026-07-10", procedure="general",
        )  # fmt: skip
        assert (done.state.code, done.move) == ("completed", "nobody")
        assert said(done, "works_general") == ("in_time", "2026-08-10", 0)
        assert said(done, "draw_act") == ("in_time", "2026-07-06", 0)

    def test_a_payment_is_no_step_of_it(self, course: Follow) -> None:
        found = course(*self.SENT, "paid 2026-04-05", looked_on="2026-04-08", procedure="general")

        assert (found.state.code, found.aside) == ("offer_sent", ())

    @pytest.mark.parametrize(("answers", "last_day"), [({}, "2026-08-10"), ({"building": True}, "2027-04-12")])
    def test_how_long_works_take(self, course: Follow, answers: dict[str, bool], last_day: str) -> None:
        found = course(
            *self.SENT, "contract_concluded 2026-04-10", looked_on="2026-04-13", procedure="general", **answers
        )

        assert str(term(found, "works_general").last_day) == last_day


def test_heat_goes_the_same_way(course: Follow, heat: Pack) -> None:
    found = course(
        "received 2026-03-16", "missing_requested 2026-03-18", "missing_received 2026-03-23", "draft_sent 2026-04-10",
        "contract_concluded 2026-04-20", "energised 2026-06-01", "act_connection 2026-06-03",
        looked_on="2026-07-01", procedure="general", edition=heat,
    )  # fmt: skip

    assert found.state.code == "completed"
    assert said(found, "send_draft") == ("in_time", "2026-04-20", 0)
    assert said(found, "works_general") == ("in_time", "2027-10-20", 0)


def test_papers_are_restored_within_their_term(course: Follow) -> None:
    events = ("received 2026-03-16", "act_connection 2026-03-27")
    found = course(*events, looked_on="2026-04-01", procedure="papers")

    assert (found.state.code, said(found, "reissue_papers")) == ("completed", ("late", "2026-03-25", 2))


class TestSupplier:
    REGISTERED = ("received 2026-03-16", "registered 2026-03-17")

    def test_its_term_runs_beside(self, course: Follow) -> None:
        found = course(*self.REGISTERED, "supplier_placed 2026-03-25", looked_on="2026-03-26")

        assert said(found, "supplier_contract") == ("in_time", "2026-03-31", 0)
        assert found.ledger["supplier"] == 0

    def test_days_between_its_term_and_its_placement_are_its_own(self, course: Follow) -> None:
        found = course(
            *self.REGISTERED, "offer_placed 2026-03-30", "supplier_placed 2026-04-06", looked_on="2026-04-10"
        )

        assert found.ledger == {"company": 14, "applicant": 5, "supplier": 6, "nobody": 1}
        [span] = [span for span in found.spans if span.side == "supplier"]
        assert (span.first, span.last, span.shared) == (date(2026, 4, 1), date(2026, 4, 6), "applicant")
        assert "истёк 31.03.2026" in span.reason

    def test_while_the_company_has_the_move_the_day_is_the_companys_and_shared(self, course: Follow) -> None:
        found = course(*self.REGISTERED, looked_on="2026-04-03")

        assert (found.ledger["company"], found.ledger["supplier"]) == (18, 0)
        assert (found.spans[-1].first, found.spans[-1].shared) == (date(2026, 4, 1), "supplier")
        assert found.spans[-1].overdue == ("say_missing", "place_offer")


class TestPauses:
    """An edition whose term may be held up by a court; the shipped ones name no ground."""

    GROUND = "Определение суда"

    @pytest.fixture
    def held(self, pack: Pack) -> Pack:
        def with_ground(item: Term) -> Term:
            return item.model_copy(update={"suspends": (self.GROUND,)}) if item.code == "works" else item

        return pack.model_copy(update={"terms": tuple(with_ground(item) for item in pack.terms)})

    def pause(self, after: str, until: str | None, ground: str = GROUND) -> Pause:
        return Pause(date.fromisoformat(after), date.fromisoformat(until) if until else None, ground)

    def test_it_holds_up_the_term_that_names_its_ground(self, course: Follow, held: Pack) -> None:
        plain = course(*PAID, looked_on="2026-04-20", edition=held)
        found = course(*PAID, looked_on="2026-04-20", edition=held, pauses=[self.pause("2026-04-01", "2026-04-08")])

        assert (said(plain, "works"), said(found, "works")) == (
            ("running", "2026-05-06", 0),
            ("running", "2026-05-14", 0),
        )
        assert plain.ledger == {"company": 31, "applicant": 4, "supplier": 0, "nobody": 1}
        assert found.ledger == {"company": 24, "applicant": 4, "supplier": 0, "nobody": 8}
        assert "Определение суда" in found.spans[-2].reason

    @pytest.mark.parametrize("until", [None, "2026-05-30"])
    def test_while_it_goes_on_there_is_no_last_day(self, course: Follow, held: Pack, until: str | None) -> None:
        found = course(*PAID, looked_on="2026-04-20", edition=held, pauses=[self.pause("2026-04-01", until)])

        assert said(found, "works") == ("paused", "None", 0)
        assert (term(found, "works").used, term(found, "works").left) == (6, 24)

    def test_another_ground_holds_nothing_up(self, course: Follow, held: Pack) -> None:
        pauses = [self.pause("2026-04-01", "2026-04-08", "Отпуск инженера")]

        assert said(course(*PAID, looked_on="2026-04-20", edition=held, pauses=pauses), "works")[1] == "2026-05-06"

    def test_a_pause_to_come_is_not_known(self, course: Follow, held: Pack) -> None:
        pauses = [self.pause("2026-05-01", "2026-05-08")]

        assert said(course(*PAID, looked_on="2026-04-20", edition=held, pauses=pauses), "works")[1] == "2026-05-06"

    def test_the_shipped_edition_knows_no_pause(self, course: Follow) -> None:
        pauses = [self.pause("2026-04-01", "2026-04-08")]

        assert course(*PAID, looked_on="2026-04-20", pauses=pauses) == course(*PAID, looked_on="2026-04-20")


def test_a_term_may_begin_with_the_next_working_day(course: Follow, pack: Pack) -> None:
    """«Начиная со следующего рабочего дня»: that day is the first of the term, whatever lies before it."""

    def later(item: Term) -> Term:
        return item.model_copy(update={"counted_from": "next_working_day"}) if item.code == "pay_last" else item

    edition = pack.model_copy(update={"terms": tuple(later(item) for item in pack.terms)})
    events = (*PAID, "notice_placed 2026-04-30")

    assert said(course(*events, looked_on="2026-05-05"), "pay_last")[1] == "2026-05-12"
    assert said(course(*events, looked_on="2026-05-05", edition=edition), "pay_last")[1] == "2026-05-13"


def test_the_day_of_an_event_is_that_of_the_zone_of_the_company(pack: Pack) -> None:
    late = happening("received 2026-03-16T23:59")
    days = {
        zone: str(
            follow(
                pack, [late], procedure="section_x", answers={}, zone=zone, looked_on=date(2026, 3, 20)
            ).spans[0].first
        )
        for zone in ("Europe/Kaliningrad", "Europe/Moscow", "Asia/Kamchatka")
    }  # fmt: skip

    assert days == {"Europe/Kaliningrad": "2026-03-16", "Europe/Moscow": "2026-03-16", "Asia/Kamchatka": "2026-03-17"}
