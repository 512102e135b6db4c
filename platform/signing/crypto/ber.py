"""CMS written by the rules of BER: indefinite lengths, strings in pieces, lengths longer than they need be.

RFC 5652 allows them around what is signed, and programs that write while they read produce them. Here such a file
becomes DER, in which alone everything else is read, compared and kept. What is DER already stays byte by byte as it
came: certificates above all, whose own signatures and hashes are over their bytes.
"""

from dataclasses import dataclass, field

from .der import tlv

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_SEQUENCE, _SET, _OCTETS, _BITS = 0x30, 0x31, 0x24, 0x23
_TAG_0, _TAG_1 = 0xA0, 0xA1
_CONSTRUCTED, _LONG_TAG = 0x20, 0x1F
# A real signature has some hundreds of elements. The bound is low because rewriting costs more than reading.
MAX_ELEMENTS, MAX_SIGNED_ELEMENTS = 2_000, 500
_STRINGS = {tag | _CONSTRUCTED for tag in (4, 7, 12, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30)}


class NotDefinite(ValueError):
    """There is BER where DER is required, so that the bytes that were signed or hashed can only be guessed."""


@dataclass
class _Node:
    """One element, with its tag as it is written."""

    tag: bytes
    start: int
    end: int = 0
    is_der: bool = True  # its lengths and those of everything below
    contents: bytes = b""  # of a primitive
    children: list["_Node"] = field(default_factory=list)

    @property
    def is_constructed(self) -> bool:
        return bool(self.tag[0] & _CONSTRUCTED)

    def has_tag(self, *tags: int) -> bool:
        return len(self.tag) == 1 and self.tag[0] in tags


def definite(data: bytes, *, max_depth: int, max_elements: int = MAX_ELEMENTS) -> bytes:
    """The same in DER. Raises NotDefinite if it has several forms in DER, ValueError if it is not even BER.

    Signed attributes that are not DER are brought into it, sets in order, as whoever hashed them had to do
    (RFC 5652, 5.4). Certificates and lists that are not DER are refused.
    """
    reader = _Reader(data, max_depth, max_elements)
    root = reader.read(0)
    if root.end != len(data):
        raise ValueError("trailing data")
    return _written(root, data)


class _Reader:
    def __init__(self, data: bytes, max_depth: int, max_elements: int) -> None:
        self.data = data
        self.depth, self.elements = max_depth, max_elements

    def read(self, position: int, depth: int = 0) -> _Node:
        """The element at `position`, with everything below it."""
        self.elements -= 1
        if self.elements < 0:
            raise NotDefinite("too many elements")
        if depth > self.depth:
            raise ValueError("nested too deep")
        node = _Node(self._tag(position), position)
        length, minimal, start = self._length(position + len(node.tag))
        node.is_der = minimal and length is not None
        if not node.is_constructed:
            if length is None:
                raise ValueError("a primitive without a length")
            node.end = start + length
            node.contents = self.data[start : node.end]
        else:
            node.end = self._read_children(node, start, length, depth)
            node.is_der = node.is_der and all(child.is_der for child in node.children)
            if node.tag[0] in _STRINGS or node.has_tag(_BITS):
                node.is_der = False
        if node.end > len(self.data):
            raise ValueError("length runs past its container")
        return node

    def _read_children(self, node: _Node, position: int, length: int | None, depth: int) -> int:
        end = len(self.data) if length is None else position + length
        while position < end:
            if length is None and self.data[position : position + 2] == b"\x00\x00":
                return position + 2
            child = self.read(position, depth + 1)
            node.children.append(child)
            position = child.end
        if position > end or length is None:
            raise ValueError("length runs past its container")
        return end

    def _tag(self, position: int) -> bytes:
        start = position
        if self._byte(position) & _LONG_TAG == _LONG_TAG:
            position += 1
            while self._byte(position) & 0x80:
                position += 1
                if position - start > 4:
                    raise ValueError("tag too long")
        return self.data[start : position + 1]

    def _length(self, position: int) -> tuple[int | None, bool, int]:
        """The length (None if indefinite), whether it is written in the shortest form, where the contents begin."""
        first = self._byte(position)
        position += 1
        if first == 0x80:
            return None, False, position
        if first < 0x80:
            return first, True, position
        count = first & 0x7F
        if count > 8:
            raise ValueError("length too long")
        length = 0
        for place in range(position, position + count):
            length = length << 8 | self._byte(place)
        return length, length >= 0x80 and length >= 1 << 8 * (count - 1), position + count

    def _byte(self, position: int) -> int:
        if position >= len(self.data):
            raise ValueError("truncated")
        return self.data[position]


def _written(node: _Node, data: bytes) -> bytes:
    """The element in DER; a message inside it (CMS) with what CMS requires of its parts."""
    if node.is_der:
        return data[node.start : node.end]
    if node.tag[0] in _STRINGS and len(node.tag) == 1:
        return _encoded(bytes([node.tag[0] & ~_CONSTRUCTED]), _joined(node))
    if node.has_tag(_BITS):
        return tlv(node.tag[0] & ~_CONSTRUCTED, _joined_bits(node))
    if not node.is_constructed:
        return _encoded(node.tag, node.contents)
    if _is_signed_data(node):
        _check_message(node.children[1].children[0])
        _prepare_signers(node.children[1].children[0])
    return _encoded(node.tag, *(_written(child, data) for child in node.children))


def _encoded(tag: bytes, *parts: bytes) -> bytes:
    return tag + tlv(0, *parts)[1:]


def _joined(node: _Node) -> bytes:
    """The contents of a string from its pieces: octet strings, or strings of its own kind."""
    found = []
    for child in node.children:
        if child.tag[0] & ~_CONSTRUCTED not in {_OCTETS & ~_CONSTRUCTED, node.tag[0] & ~_CONSTRUCTED}:
            raise ValueError("a string of strange pieces")
        found.append(_joined(child) if child.is_constructed else child.contents)
    return b"".join(found)


def _joined_bits(node: _Node) -> bytes:
    pieces = []
    for child in node.children:
        if child.is_constructed or not child.has_tag(_BITS & ~_CONSTRUCTED) or not child.contents:
            raise ValueError("a bit string of strange pieces")
        pieces.append(child.contents)
    if any(piece[0] for piece in pieces[:-1]):
        raise ValueError("unused bits in the middle of a bit string")
    return (pieces[-1][:1] if pieces else b"\x00") + b"".join(piece[1:] for piece in pieces)


def _is_signed_data(node: _Node) -> bool:
    """Whether this is a ContentInfo of a signed message; a time stamp inside a signature is one, too."""
    if not node.has_tag(_SEQUENCE) or len(node.children) != 2:
        return False
    kind, content = node.children
    return (
        kind.tag + bytes([len(kind.contents) & 0xFF]) + kind.contents == _SIGNED_DATA
        and content.has_tag(_TAG_0)
        and len(content.children) == 1
        and content.children[0].has_tag(_SEQUENCE)
    )


def _check_message(signed: _Node) -> None:
    """Certificates and lists of revoked ones are DER (RFC 5280, 4.1 and 5.1), whatever stands around them."""
    for part in signed.children:
        if part.has_tag(_TAG_0, _TAG_1) and not all(inside.is_der for inside in part.children):
            raise NotDefinite("a certificate or a list is not in DER")


def _prepare_signers(signed: _Node) -> None:
    for info in signed.children[-1].children if signed.children and signed.children[-1].has_tag(_SET) else ():
        fields = info.children
        if len(fields) > 1 and fields[1].has_tag(_TAG_0):  # the key identifier of the signer may come in pieces, too
            key = fields[1]
            key.contents, key.tag, key.children, key.is_der = _joined_tagged(key), b"\x80", [], False
        if len(fields) > 3 and fields[3].has_tag(_TAG_0) and not fields[3].is_der:
            _put_in_order(fields[3])


def _joined_tagged(node: _Node) -> bytes:
    if any(child.is_constructed or not child.has_tag(_OCTETS & ~_CONSTRUCTED) for child in node.children):
        raise ValueError("a string of strange pieces")
    return b"".join(child.contents for child in node.children)


def _put_in_order(attributes: _Node) -> None:
    """Attributes that are signed become DER: what is in a set stands in the order of its encodings."""
    below = _below(attributes)
    if len(below) > MAX_SIGNED_ELEMENTS:
        raise NotDefinite("too many elements in the signed attributes")
    for node in below:
        node.is_der = False
    for node in reversed([attributes, *below]):
        if node is attributes or node.has_tag(_SET):
            node.children.sort(key=lambda child: _written(child, b""))


def _below(node: _Node) -> list[_Node]:
    found = []
    waiting = list(node.children)
    while waiting:
        child = waiting.pop()
        found.append(child)
        waiting += child.children
    return found
