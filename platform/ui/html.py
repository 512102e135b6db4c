"""Text from people is hostile. It is cleaned once, on the way in, to the few tags the look knows."""

import html
import re

import nh3

TAGS = {"p", "br", "strong", "b", "em", "i", "u", "ul", "ol", "li", "a"}
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer nofollow",
)
_BLOCK = re.compile(r"<(?:p|ul|ol|br|div)\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]*>")


def clean(text: str) -> str:
    """HTML of the editor, or plain text of a textarea, as safe HTML. Empty if no letter is left."""
    if not _BLOCK.search(text):
        text = paragraphs(html.unescape(nh3.clean(text, tags=set())) if "<" in text else text)
    cleaned = _CLEANER.clean(text)
    return cleaned if plain(cleaned).strip() else ""


def paragraphs(text: str) -> str:
    """Plain text as escaped paragraphs: blank lines divide them, single ones break the line."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))]
    return "".join(f"<p>{html.escape(block).replace(chr(10), '<br>')}</p>" for block in blocks if block)


def plain(text: str) -> str:
    """The letters of safe HTML, without tags."""
    return html.unescape(_ANY_TAG.sub(" ", text)).replace("\xa0", " ")
