import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.brand import DARK_SHEET, READABLE, WHITE, contrast, palette, stylesheet

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(colours)
def test_any_colour_becomes_readable(colour):
    made = palette(colour)

    assert contrast(made.brand, made.on) >= READABLE
    assert contrast(made.hover, made.on) >= READABLE
    assert contrast(made.brand, WHITE) >= READABLE
    assert contrast(made.night, DARK_SHEET) >= READABLE


@given(colours)
def test_a_colour_that_is_readable_stays_as_it_was_asked(colour):
    made = palette(colour)

    assert made.corrected == (contrast(colour, WHITE) < READABLE)
    assert made.corrected or made.brand == colour


def test_what_is_no_colour_is_refused():
    with pytest.raises(ValueError, match="not a colour"):
        palette("red;}body{display:none")


def test_the_style_sheet_sets_six_properties_in_the_layer_of_the_brand():
    sheet = stylesheet(palette("#5d6c12"))

    assert sheet.startswith("@layer brand{:root{--brand:#5d6c12;")
    assert sheet.count("--brand") == 6
