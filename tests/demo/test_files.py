"""Files made byte by byte are what their names say."""

import io
import tempfile
import zipfile
from xml.etree import ElementTree

import pytest
from PIL import Image

from cabinet.demo import pictures
from cabinet.demo.files import MAKERS, file
from documents.kinds import kind_by_name
from documents.sandbox.inspector import inspect


@pytest.mark.parametrize("extension", MAKERS)
def test_a_file_is_taken_as_what_its_name_says(extension):
    name = f"Выписка ЕГРН.{extension}"
    with tempfile.TemporaryFile() as made:
        made.write(file(name).read())
        found = inspect(made, name=name)

    kind = kind_by_name(name)
    assert kind
    assert (found.file_name, found.content_type) == (name, kind.content_type)


@pytest.mark.parametrize("make", [pictures.png, pictures.jpeg])
def test_a_picture_shows_what_was_drawn(make):
    plan = pictures.site_plan()
    with Image.open(io.BytesIO(make(plan))) as picture:
        picture.load()
        middle_of_house = (picture.width // 2, picture.height * 2 // 5)

        assert picture.size == (len(plan[0]) * pictures.BLOCK, len(plan) * pictures.BLOCK)
        assert picture.getpixel(middle_of_house) == 90
        assert picture.getpixel((0, 0)) == 225


def test_a_word_document_is_xml_throughout():
    with zipfile.ZipFile(file("Договор № 1 & акт.docx")) as archive:
        trees = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}

    assert "Договор № 1 & акт" in "".join(trees["word/document.xml"].itertext())


def test_the_table_of_a_pdf_points_at_its_objects():
    content = file("Акт.pdf").read()
    table = content[int(content.split(b"startxref\n")[1].split()[0]) :]
    offsets = [int(line.split()[0]) for line in table.splitlines()[3:8]]

    assert [content[offset : offset + 7] for offset in offsets] == [b"%d 0 obj" % n for n in range(1, 6)]
