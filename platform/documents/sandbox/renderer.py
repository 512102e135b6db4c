"""A script for the sandbox: it draws small pictures of a hostile file.

    renderer.py CONTENT_TYPE FOLDER PAGES < FILE

Writes FOLDER/thumb.jpg and FOLDER/1.jpg, 2.jpg … (at most PAGES pages, or the picture itself) and prints their number.
"""

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps, ImageSequence

THUMB = (320, 320)  # pixels, at most
PAGE = (1600, 1600)
SCALED_AS_THEY_ARE = {"L", "RGB", "RGBA", "CMYK", "YCbCr"}
MOST_PIXELS = 100_000_000  # a scan of A1 at 300 dpi has 70 million


def main(file: BinaryIO, content_type: str, folder: Path, most: int) -> None:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # a picture that a phone saved in part is shown as far as it goes
    pages = of_pdf(file) if content_type == "application/pdf" else of_image(file, content_type)
    count = 0
    for count, page in enumerate(islice(pages, most), start=1):  # the last count is printed
        page.save(folder / f"{count}.jpg", "JPEG", quality=82)
        if count == 1:
            page.thumbnail(THUMB)
            page.save(folder / "thumb.jpg", "JPEG", quality=80)
    print(count)


def of_pdf(file: BinaryIO) -> Iterator[Image.Image]:
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    for number in range(len(document)):
        page = document[number]
        scale = min(PAGE[0] / page.get_width(), PAGE[1] / page.get_height())
        yield page.render(scale=scale).to_pil().convert("RGB")
        page.close()


def of_image(file: BinaryIO, content_type: str) -> Iterator[Image.Image]:
    if content_type == "image/heic":
        import pi_heif

        pi_heif.register_heif_opener()
    with Image.open(file) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("more pixels than we look at")
        image.draft("RGB", PAGE)  # a JPEG is unpacked no larger than needed
        for frame in ImageSequence.Iterator(image) if content_type == "image/tiff" else [image]:
            yield shown(frame)


def shown(image: Image.Image) -> Image.Image:
    """The image turned the right way up, on a white ground, no larger than a page."""
    if image.mode.startswith("I;16"):  # 16 bits of grey are scaled to 8; conversion alone would clip them at 255
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in SCALED_AS_THEY_ARE:  # before the conversion, which copies up to 100 million pixels
        image.thumbnail(PAGE)
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail(PAGE)
    image = ImageOps.exif_transpose(image)
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
