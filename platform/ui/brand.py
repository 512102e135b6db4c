"""A company's colours: six properties computed from one, readable whatever it is."""

import colorsys
import re
from dataclasses import dataclass

WHITE = "#ffffff"
DARK_SHEET = "#19232a"  # the surface of the dark theme, tokens.css
READABLE = 4.5  # contrast of text, WCAG 2.2 AA
SPARK = "#e39a1b"


@dataclass(frozen=True)
class Palette:
    """The six `--brand…` properties; `corrected` when the asked colour was too light for text on it."""

    brand: str
    hover: str
    on: str
    soft: str
    spark: str
    night: str
    corrected: bool = False


def palette(asked: str, spark: str = SPARK) -> Palette:
    """The colours of a company that asked for `#rrggbb`."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", asked):
        raise ValueError(f"not a colour: {asked}")
    brand = moved_until_readable(asked.lower(), against=WHITE, step=-0.005)
    return Palette(
        brand=brand,
        hover=lightened(brand, -0.08),
        on=WHITE,
        soft=mixed(brand, WHITE, 0.12),
        spark=spark,
        night=moved_until_readable(lightened(brand, 0.3), against=DARK_SHEET, step=0.005),
        corrected=brand != asked.lower(),
    )


def stylesheet(colours: Palette) -> str:
    """What is served as the company's style sheet: its layer is named in app.css, after the tokens."""
    names = {"": colours.brand, "-hover": colours.hover, "-on": colours.on, "-soft": colours.soft,
             "-spark": colours.spark, "-night": colours.night}  # fmt: skip
    return "@layer brand{:root{" + "".join(f"--brand{name}:{value};" for name, value in names.items()) + "}}"


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def moved_until_readable(colour: str, *, against: str, step: float) -> str:
    """The nearest lightness of the same hue that can be read; black and white always can."""
    hue, start, saturation = colorsys.rgb_to_hls(*parts(colour))
    lightness = start
    while contrast(colour, against) < READABLE:
        lightness += step
        colour = written(colorsys.hls_to_rgb(hue, min(max(lightness, 0), 1), saturation))
    return colour


def lightened(colour: str, by: float) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*parts(colour))
    return written(colorsys.hls_to_rgb(hue, min(max(lightness + by, 0), 1), saturation))


def mixed(colour: str, other: str, share: float) -> str:
    return written(tuple(a * share + b * (1 - share) for a, b in zip(parts(colour), parts(other), strict=True)))


def parts(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def written(rgb: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)
