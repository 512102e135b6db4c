"""Of how many messages of the network a text consists: gateways and operators charge each of them.

GSM 03.38: 160 characters of its own alphabet, or 70 of UCS-2; in a longer text each part gives up some of them to say
which part it is.
"""

_PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}\\[~]|€\f")  # two places each
_GSM, _GSM_PART = 160, 153
_UCS2, _UCS2_PART = 70, 67


def segments_of(text: str) -> int:
    """At least one: an empty message is a message too."""
    if all(letter in _PLAIN or letter in _ESCAPED for letter in text):
        return _parts([2 if letter in _ESCAPED else 1 for letter in text], _GSM, _GSM_PART)
    return _parts([2 if ord(letter) > 0xFFFF else 1 for letter in text], _UCS2, _UCS2_PART)


def _parts(places: list[int], whole: int, part: int) -> int:
    """A letter of two places is never cut in two."""
    if sum(places) <= whole:
        return 1
    count, used = 1, 0
    for place in places:
        if used + place > part:
            count, used = count + 1, 0
        used += place
    return count
