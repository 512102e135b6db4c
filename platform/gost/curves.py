"""GOST R 34.10-2012 (RFC 7091): elliptic curves, their parameter sets, and the check of a signature.

Only public numbers pass through the check, so its time may depend on them. `sign` and `public_point` are here for keys
that guard nothing: those of the tests and of the demonstration's signer. They are not constant-time; never give them a
person's key.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

Point = tuple[int, int]
# Jacobian coordinates (X, Y, Z): x = X/Z², y = Y/Z³, one inversion per multiplication. Z = 0 is infinity.
Jacobian = tuple[int, int, int]
_INFINITY: Jacobian = (1, 1, 0)
# How many bits of a scalar one addition takes. The multiples of a base point are kept, so its window may be wider.
_WINDOW, _WINDOW_OF_BASE = 5, 7


@dataclass(frozen=True)
class Curve:
    """y² = x³ + ax + b over GF(p); the point (x, y) generates a subgroup of prime order q."""

    name: str
    bits: int
    p: int
    a: int
    b: int
    q: int
    x: int
    y: int

    @property
    def size(self) -> int:
        """The length in bytes of a coordinate, of half a signature and of a digest."""
        return self.bits // 8

    @property
    def base(self) -> Point:
        return self.x, self.y

    def contains(self, point: Point) -> bool:
        x, y = point
        return 0 <= x < self.p and 0 <= y < self.p and (y * y - (x * x + self.a) * x - self.b) % self.p == 0

    @property
    def cofactor(self) -> int:
        """How many times the subgroup fits into the curve: 1 or 4. (By Hasse the curve has about p points.)"""
        return round(self.p / self.q)

    def generates(self, point: Point) -> bool:
        """Whether a point of the curve lies in the subgroup of order q, as every public key does.

        Where the cofactor is not 1, there are points of order 2 and 4. Anybody can forge signatures of such a «key».
        """
        if not self.contains(point):
            return False
        return self.cofactor == 1 or self._combine((self.q, point)) is None

    def verify(self, point: Point, digest: bytes, signature: bytes) -> bool:
        """Whether the holder of the public key `point` signed `digest`.

        Both are encoded as in CMS: the digest as Streebog gives it, the signature as s and then r, big-endian
        (RFC 4490). A value of a wrong length or out of range is no signature. It never raises.
        """
        size = self.size
        if len(signature) != 2 * size or len(digest) != size or not self.contains(point):
            return False
        s = int.from_bytes(signature[:size], "big")
        r = int.from_bytes(signature[size:], "big")
        if not (0 < r < self.q and 0 < s < self.q):
            return False
        inverse = pow(self._number(digest), -1, self.q)
        found = self._combine((s * inverse % self.q, self.base), (-r * inverse % self.q, point))
        return found is not None and found[0] % self.q == r

    def sign(self, private: int, digest: bytes) -> bytes:
        """A signature in the form that `verify` reads. It is for tests and the demonstration only."""
        e = self._number(digest)
        while True:
            k = secrets.randbelow(self.q - 1) + 1
            r = self.public_point(k)[0] % self.q
            s = (r * private + k * e) % self.q
            if r and s:
                return s.to_bytes(self.size, "big") + r.to_bytes(self.size, "big")

    def public_point(self, private: int) -> Point:
        """The public key of a private one, 0 < private < q."""
        point = self._combine((private, self.base))
        if point is None:
            raise ValueError("a private key is a number from 1 to q - 1")
        return point

    def point_from_bytes(self, raw: bytes) -> Point:
        """A public key as a certificate holds it: x, then y, little-endian. Raises ValueError for a wrong length."""
        if len(raw) != 2 * self.size:
            raise ValueError(f"a public key of {self.name} takes {2 * self.size} bytes, not {len(raw)}")
        return int.from_bytes(raw[: self.size], "little"), int.from_bytes(raw[self.size :], "little")

    def point_to_bytes(self, point: Point) -> bytes:
        return b"".join(coordinate.to_bytes(self.size, "little") for coordinate in point)

    def _number(self, digest: bytes) -> int:
        """e of the standard: the digest as a number modulo q, where 0 stands for 1."""
        return int.from_bytes(digest, "little") % self.q or 1

    def _combine(self, *terms: tuple[int, Point]) -> Point | None:
        """The sum of scalar·point over the terms, whose bits are processed together. None is infinity."""
        additions: dict[int, list[Point]] = {}  # what is added after the doubling of each bit
        for scalar, point in terms:
            window = _WINDOW_OF_BASE if point == self.base else _WINDOW
            multiples = _odd_multiples(self, point, window) if point == self.base else self._multiples(point, window)
            if multiples is None:
                return self._combine_plainly(*terms)
            for bit, digit in _digits(scalar, window):
                x, y = multiples[abs(digit) // 2]
                additions.setdefault(bit, []).append((x, y if digit > 0 else self.p - y))
        total = _INFINITY
        for bit in range(max(additions, default=-1), -1, -1):
            total = self._double(total)
            for point in additions.get(bit, ()):
                total = self._add(total, point)
        return self._affine(total)

    def _combine_plainly(self, *terms: tuple[int, Point]) -> Point | None:
        """The same product, computed bit by bit, for a point of so small an order that a multiple is infinity."""
        total = _INFINITY
        for bit in range(max(scalar.bit_length() for scalar, _ in terms) - 1, -1, -1):
            total = self._double(total)
            for scalar, point in terms:
                if scalar >> bit & 1:
                    total = self._add(total, point)
        return self._affine(total)

    def _multiples(self, point: Point, window: int) -> list[Point] | None:
        """The multiples 1, 3, 5… of the point that a window needs; None if one of them is infinity."""
        doubled = self._affine(self._double((*point, 1)))
        if doubled is None:
            return None
        found: list[Jacobian] = [(*point, 1)]
        while len(found) < 1 << (window - 2):
            found.append(self._add(found[-1], doubled))
        return self._all_affine(found)

    def _all_affine(self, points: list[Jacobian]) -> list[Point] | None:
        """Convert all with one inversion, that of the product of all Z, because inversions are expensive."""
        p = self.p
        products = [1]
        for _, _, z in points:
            products.append(products[-1] * z % p)
        if not products[-1]:
            return None
        inverse = pow(products[-1], -1, p)
        found = []
        for (x, y, z), before in zip(reversed(points), reversed(products[:-1]), strict=True):
            own = inverse * before % p
            inverse = inverse * z % p
            square = own * own % p
            found.append((x * square % p, y * square * own % p))
        return found[::-1]

    def _affine(self, point: Jacobian) -> Point | None:
        x, y, z = point
        if not z:
            return None
        inverse = pow(z, -1, self.p)
        square = inverse * inverse % self.p
        return x * square % self.p, y * square * inverse % self.p

    def _double(self, point: Jacobian) -> Jacobian:
        x, y, z = point
        p = self.p
        if not y or not z:
            return _INFINITY
        yy = y * y % p
        s = 4 * x * yy % p
        zz = z * z % p
        # With a = -3, as in most parameter sets, the tangent takes two multiplications fewer.
        m = 3 * (x - zz) * (x + zz) % p if self.a == p - 3 else (3 * x * x + self.a * zz * zz) % p
        doubled_x = (m * m - 2 * s) % p
        return doubled_x, (m * (s - doubled_x) - 8 * yy * yy) % p, 2 * y * z % p

    def _add(self, left: Jacobian, right: Point) -> Jacobian:
        if not left[2]:
            return *right, 1
        p = self.p
        x1, y1, z1 = left
        zz = z1 * z1 % p
        h = (right[0] * zz - x1) % p
        r = (right[1] * zz * z1 - y1) % p
        if not h:
            return _INFINITY if r else self._double(left)
        hh = h * h % p
        hhh = h * hh % p
        v = x1 * hh % p
        sum_x = (r * r - hhh - 2 * v) % p
        return sum_x, (r * (v - sum_x) - y1 * hhh) % p, h * z1 % p


@lru_cache(maxsize=64)
def _odd_multiples(curve: Curve, point: Point, window: int) -> list[Point] | None:
    return curve._multiples(point, window)


def _digits(scalar: int, window: int) -> Iterator[tuple[int, int]]:
    """The odd digits of the scalar by their bit (its windowed non-adjacent form): `window` zeros separate any two."""
    bit = 0
    while scalar:
        zeros = (scalar & -scalar).bit_length() - 1
        scalar >>= zeros
        bit += zeros
        digit = scalar & (1 << window) - 1
        if digit >> (window - 1):
            digit -= 1 << window
        yield bit, digit
        scalar -= digit


TC26_256_A = Curve(
    "id-tc26-gost-3410-2012-256-paramSetA",
    bits=256,
    p=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97,
    a=0xC2173F1513981673AF4892C23035A27CE25E2013BF95AA33B22C656F277E7335,
    b=0x295F9BAE7428ED9CCC20E7C359A9D41A22FCCD9108E17BF7BA9337A6F8AE9513,
    q=0x400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67,
    x=0x91E38443A5E82C0D880923425712B2BB658B9196932E02C78B2582FE742DAA28,
    y=0x32879423AB1A0375895786C4BB46E9565FDE0B5344766740AF268ADB32322E5C,
)
TC26_256_B = Curve(
    "id-tc26-gost-3410-2012-256-paramSetB",
    bits=256,
    p=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97,
    a=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD94,
    b=0xA6,
    q=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893,
    x=0x1,
    y=0x8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14,
)
TC26_256_C = Curve(
    "id-tc26-gost-3410-2012-256-paramSetC",
    bits=256,
    p=0x8000000000000000000000000000000000000000000000000000000000000C99,
    a=0x8000000000000000000000000000000000000000000000000000000000000C96,
    b=0x3E1AF419A269A5F866A7D3C25C3DF80AE979259373FF2B182F49D4CE7E1BBC8B,
    q=0x800000000000000000000000000000015F700CFFF1A624E5E497161BCC8A198F,
    x=0x1,
    y=0x3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC,
)
TC26_256_D = Curve(
    "id-tc26-gost-3410-2012-256-paramSetD",
    bits=256,
    p=0x9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D759B,
    a=0x9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D7598,
    b=0x805A,
    q=0x9B9F605F5A858107AB1EC85E6B41C8AA582CA3511EDDFB74F02F3A6598980BB9,
    x=0x0,
    y=0x41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67,
)
TC26_512_A = Curve(
    "id-tc26-gost-3410-12-512-paramSetA",
    bits=512,
    p=int(
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc7",
        16,
    ),
    a=int(
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc4",
        16,
    ),
    b=int(
        "e8c2505dedfc86ddc1bd0b2b6667f1da34b82574761cb0e879bd081cfd0b6265"
        "ee3cb090f30d27614cb4574010da90dd862ef9d4ebee4761503190785a71c760",
        16,
    ),
    q=int(
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275",
        16,
    ),
    x=0x3,
    y=int(
        "7503cfe87a836ae3a61b8816e25450e6ce5e1c93acf1abc1778064fdcbefa921"
        "df1626be4fd036e93d75e6a50e3a41e98028fe5fc235f5b889a589cb5215f2a4",
        16,
    ),
)
TC26_512_B = Curve(
    "id-tc26-gost-3410-12-512-paramSetB",
    bits=512,
    p=int(
        "8000000000000000000000000000000000000000000000000000000000000000"
        "000000000000000000000000000000000000000000000000000000000000006f",
        16,
    ),
    a=int(
        "8000000000000000000000000000000000000000000000000000000000000000"
        "000000000000000000000000000000000000000000000000000000000000006c",
        16,
    ),
    b=int(
        "687d1b459dc841457e3e06cf6f5e2517b97c7d614af138bcbf85dc806c4b289f"
        "3e965d2db1416d217f8b276fad1ab69c50f78bee1fa3106efb8ccbc7c5140116",
        16,
    ),
    q=int(
        "8000000000000000000000000000000000000000000000000000000000000001"
        "49a1ec142565a545acfdb77bd9d40cfa8b996712101bea0ec6346c54374f25bd",
        16,
    ),
    x=0x2,
    y=int(
        "1a8f7eda389b094c2c071e3647a8940f3c123b697578c213be6dd9e6c8ec7335"
        "dcb228fd1edf4a39152cbcaaf8c0398828041055f94ceeec7e21340780fe41bd",
        16,
    ),
)
TC26_512_C = Curve(
    "id-tc26-gost-3410-2012-512-paramSetC",
    bits=512,
    p=int(
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc7",
        16,
    ),
    a=int(
        "dc9203e514a721875485a529d2c722fb187bc8980eb866644de41c68e1430645"
        "46e861c0e2c9edd92ade71f46fcf50ff2ad97f951fda9f2a2eb6546f39689bd3",
        16,
    ),
    b=int(
        "b4c4ee28cebc6c2c8ac12952cf37f16ac7efb6a9f69f4b57ffda2e4f0de5ade0"
        "38cbc2fff719d2c18de0284b8bfef3b52b8cc7a5f5bf0a3c8d2319a5312557e1",
        16,
    ),
    q=int(
        "3fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "c98cdba46506ab004c33a9ff5147502cc8eda9e7a769a12694623cef47f023ed",
        16,
    ),
    x=int(
        "e2e31edfc23de7bdebe241ce593ef5de2295b7a9cbaef021d385f7074cea043a"
        "a27272a7ae602bf2a7b9033db9ed3610c6fb85487eae97aac5bc7928c1950148",
        16,
    ),
    y=int(
        "f5ce40d95b5eb899abbccff5911cb8577939804d6527378b8c108c3d2090ff9b"
        "e18e2d33e3021ed2ef32d85822423b6304f726aa854bae07d0396e9a9addc40f",
        16,
    ),
)

# What a certificate names as its parameter set. The sets A, B, C of GOST R 34.10-2001 and the exchange sets A and B
# (RFC 4357) are the curves that TC26 later named B, C, D; keys of 2012 made by older tools still name them.
CURVES = {
    "1.2.643.7.1.2.1.1.1": TC26_256_A,
    "1.2.643.7.1.2.1.1.2": TC26_256_B,
    "1.2.643.7.1.2.1.1.3": TC26_256_C,
    "1.2.643.7.1.2.1.1.4": TC26_256_D,
    "1.2.643.2.2.35.1": TC26_256_B,
    "1.2.643.2.2.35.2": TC26_256_C,
    "1.2.643.2.2.35.3": TC26_256_D,
    "1.2.643.2.2.36.0": TC26_256_B,
    "1.2.643.2.2.36.1": TC26_256_D,
    "1.2.643.7.1.2.1.2.1": TC26_512_A,
    "1.2.643.7.1.2.1.2.2": TC26_512_B,
    "1.2.643.7.1.2.1.2.3": TC26_512_C,
}
