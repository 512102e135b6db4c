"""What the worker learns of a file appears on an open card by itself; what is typed there stays."""

from collections.abc import Callable

from playwright.sync_api import expect

from cabinet.demo.people import ORLOVA
from tests.journeys.visitor import Visitor

Come = Callable[..., Visitor]

# As the card was before the worker came: its poll knows of another look, and the row has no picture.
BEFORE = """() => {
    const live = document.querySelector("[data-live]");
    const address = new URL(live.dataset.live, location.href);
    address.searchParams.set("looked", "1");
    live.dataset.live = address.pathname + address.search;
    document.querySelectorAll("[data-looked]").forEach((part) => part.replaceChildren("Проверяем на вирусы"));
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_the_row_of_a_file_draws_itself_anew(visitor: Come) -> None:
    anna = visitor()
    anna.sign_in(ORLOVA.email)
    anna.follow("Документооборот")
    anna.page.locator("main table th a", has_text="№").first.click()
    rows = anna.page.locator("[data-looked]")
    expect(rows.first).to_be_attached()  # the files of a submission may be folded
    before = rows.all_text_contents()
    anna.page.evaluate("window.sameDocument = true")
    anna.page.evaluate(BEFORE)

    expect(rows.first).not_to_have_text("Проверяем на вирусы")
    assert rows.all_text_contents() == before
    assert anna.page.evaluate("window.sameDocument")
    expect(anna.page.locator("[data-news]")).to_be_hidden()
