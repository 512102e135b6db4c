"""GOST R 34.11-2012 (RFC 6986), «Стрибог», in plain Python: right on every machine, about a second per megabyte.

Signed attributes, certificates and answers on revocation are a few kilobytes each, so a signature can be verified with
nothing else. Whole documents go through `gost.streebog`, which prefers a native library.
"""

import struct

Bytes = bytes | bytearray | memoryview

# The substitution of §6.2, byte by byte.
_PI = bytes.fromhex(
    "fceedd11cf6e3116fbc4fada23c5044de977f0db932e99ba1736f1bb14cd5fc1f918655ae25cef21811c3c428b018e4f"
    "058402aee36a8fa0060bed987fd4d31feb342c51eac848abf22a68a2fd3aceccb5700e56080c7612bf7213479cb75d87"
    "15a19629107b9ac7f391786f9d9eb2b13275193dff358a7e6d54c680c3bd0d57dff524a93ea843c9d779d6f67c22b903"
    "e00fecde7a94b0bcdce828504e330a4aa79760731e0062441ab83882649f2641ad454692275e552f8ca3a57d69d5953b"
    "0758b34086ac1df730376be488d9e789e11b83494c3ff8fe8d53aa90cad88561207167a42d2b095bcb9b25d0bee56c52"
    "59a674d2e6f4b4c0d166afc2394b63b6"
)
# The matrix of the linear transformation of §6.4, row by row, its rows little-endian.
_LINEAR = struct.unpack(
    "<64Q",
    bytes.fromhex(
        "83e08e2b4b311c641bdd0156966238c836a702ac31c4708d6c5304456295e007d8a6088ac437dd0ead511009956ea71c"
        "47a2201237dc53388e5940246ea5a67018dcf59e4f478ba430a5f7219e8e0b556057f342210116aac0aefb8442022c49"
        "9d41eb15840458922782cb2a1508b0394e198b542a107d729c320ba85420fae42877328ad9867df950ee6409af11faef"
        "a0c1c8124322e9c35d9f8d248644cf9bba2307481188832b69460e90220d1b56d28c1c3d441a36acb905387a88346c45"
        "9ea81018658c065b214d2030ca050cb6429a4060890a1871842980c00f1430e215521d9d1e2860d92aa43a273c50c0af"
        "5455744e78a09d43a8aae89cf05d278638c193ba8c652103709f3b6905ca4206e02376d20a89840cdd46ecb9140f1518"
        "a78cc56f281e2a30530597de503c5460a60a33a1a078a8c05114665f5df04d9d50898a32a99cccaca00f09644f258545"
        "5d1e12c89e4a178aba3c248d21942e096978480742355c12d2f0900e846ab824b9fd3d1c15d46d486fe77a382ab5da90"
        "8e98831a010fb646012d1b34021e718c025a3668043ce20504b46cd00878d90a0875d8bd10f0af1410eaad6720fd4328"
        "20c947ce40e78650408f8e8180d311a0648746b2078b4783c8138c790e0b8e1b8d2605f21c160136074c0af9382c026c"
        "0e9814ef705804d81c2d28c3e0b008ad385a509bdd7d104770b4a02ba7fa208e"
    ),
)
# The twelve iteration constants of §6.5.
_ROUNDS = tuple(
    int.from_bytes(bytes.fromhex(h), "little")
    for h in (
        "0745a6f2596580dd234d74cc3674760515d360a4082a42a20169679291e07c4b"
        "fcc485758db84e7116d0452e43766a2f1f7c65c0812fcbebe9daca1eda5b08b1",
        "b79bb121700479e656cdcbd71ba2dd55caa70adbc261b55c5899d6126b17b59a"
        "3101b5160f5ed561982b230a72eafef3d7b5700f469de34f1a2f9da98ab5a36f",
        "b20aba0af5961e9931db7a8643f4b6c209db6260373ac9c1b19e3590e40fe2d3"
        "7b7b29b11475eaf28b1f9c525f5ef10635843d6a28fc390ac72fce2bacdc74f5",
        "2ed1e384bcbe0c22f137e893a1ea5334be0352933313b7d875d603ed822cd7a9"
        "3f355e68ad1c729d7d3c5c337e858e48dde4715da0e148f9d26615e8b3df1fef",
        "57fe6c7cfd581760f563eaa97ea2567a161a2723b700ffdfa3f53a254717cdbf"
        "bdff0f80d7359e354a1086161f1c157f6323a96c0c413f9a994747adac6bea4b",
        "6e7d64467a4068fa354f903672c571bfb6c6bec2661ff20ab4b79a1cb7a6facf"
        "c68ef09ab49a7f186ca44251f9c4662dc039307a3bc3a46fd9d33a1daeae4fae",
        "93d4143a4d568688f34a3ca24c45173504054a2883694706372c822dc5ab9209"
        "c9937a19333e47d3c987bfe6c7c69e39540924bffe86ac51ecc5aaee160ec7f4",
        "1ee702bfd40d7fa4d9a8515935c2ac362fc4a5d12b8dd16990069b92cb2b89f4"
        "9ac4db4d3b44b4891ede369c71f8b74e41416e0c02aae703a7c9934d425b1f9b",
        "db5a238351446172602a1fcb92dc380e549c07a69a8a2b7bb1ceb2db0b440a80"
        "84090de0b755d93c244289251b3a7d3ade5f16ecd89a4c949b223116545a8f37",
        "ed9c4598fbc7b474c3b63b15d1fa9836f452763b306c1e7a4b3369af0267e79f"
        "0361331b8ae1ff1fdb788aff1ce74189f3f3e4b248e52a38526f0580a6debeab",
        "1b2df381cda4ca6b5dd86fc04a59a2de986e477d1dcdbaefcab948eaef711d8a"
        "79668414218001206107abebbb6bfad894fe5a63cdc60230fb89c8efd09ecd7b",
        "20d71bf14a92bc48991bb2d9d517f4fa5228e188aaa41de786cc91189def805d"
        "9b9f2130d41220f8771ddfbc323ca4cd7ab14904b08013d2ba3116f167e78e37",
    )
)

_BLOCK = 64
_MASK = (1 << 512) - 1
_PACK = struct.Struct("<8Q").pack

Tables = tuple[tuple[int, ...], ...]


def _tables() -> Tables:
    """Eight tables of 256 words that fold the substitution, the transposition and the linear map into one look-up."""
    tables = []
    for position in range(8):
        rows = _LINEAR[8 * position : 8 * position + 8]
        images = []
        for value in _PI:
            word = 0
            for bit, row in enumerate(rows):
                if value >> bit & 1:
                    word ^= row
            images.append(word)
        tables.append(tuple(images))
    return tuple(tables)


_TABLES = _tables()


def _lps(state: int) -> int:
    t0, t1, t2, t3, t4, t5, t6, t7 = _TABLES
    b = state.to_bytes(64, "little")
    words = [
        t0[b[i]] ^ t1[b[8 + i]] ^ t2[b[16 + i]] ^ t3[b[24 + i]]
        ^ t4[b[32 + i]] ^ t5[b[40 + i]] ^ t6[b[48 + i]] ^ t7[b[56 + i]]
        for i in range(8)
    ]  # fmt: skip
    return int.from_bytes(_PACK(*words), "little")


def _compress(chain: int, counter: int, block: int) -> int:
    key = _lps(chain ^ counter)
    state = block
    for constant in _ROUNDS:
        state = _lps(state ^ key)
        key = _lps(key ^ constant)
    return state ^ key ^ chain ^ block


class Streebog:
    """One hash being computed, in the manner of `hashlib`: `update`, `digest`, `hexdigest`."""

    def __init__(self, bits: int) -> None:
        if bits not in (256, 512):
            raise ValueError(f"Streebog has 256 or 512 bits, not {bits}")
        self.digest_size = bits // 8
        self._chain = int.from_bytes(b"\x01" * 64, "little") if bits == 256 else 0
        self._counter = 0
        self._sum = 0
        self._tail = b""

    def update(self, data: Bytes) -> None:
        data = self._tail + bytes(data)
        whole = len(data) - len(data) % _BLOCK
        chain, counter, total = self._chain, self._counter, self._sum
        for start in range(0, whole, _BLOCK):
            block = int.from_bytes(data[start : start + _BLOCK], "little")
            chain = _compress(chain, counter, block)
            counter += 8 * _BLOCK
            total += block
        self._chain, self._counter, self._sum = chain, counter, total & _MASK
        self._tail = data[whole:]

    def digest(self) -> bytes:
        """The hash of the bytes so far. More may follow."""
        block = int.from_bytes(self._tail + b"\x01", "little")
        chain = _compress(self._chain, self._counter, block)
        chain = _compress(chain, 0, self._counter + 8 * len(self._tail))
        chain = _compress(chain, 0, (self._sum + block) & _MASK)
        return chain.to_bytes(64, "little")[64 - self.digest_size :]

    def hexdigest(self) -> str:
        return self.digest().hex()
