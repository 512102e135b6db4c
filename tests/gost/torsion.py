"""Points of small order: with one of them for a public key anybody makes signatures."""

from gost.curves import Curve, Point


def small_points(curve: Curve) -> list[Point]:
    """Those of order 2 and of order 4, on the curves that have them.

    At the first y is 0, so x is a root of x³ + ax + b, found by Cantor and Zassenhaus. The second is half of it.
    """
    p = curve.p
    if curve.cofactor == 1:
        return []

    def times(one, other):
        product = [0] * 5
        for i, left in enumerate(one):
            for j, right in enumerate(other):
                product[i + j] = (product[i + j] + left * right) % p
        for power in (4, 3):  # x³ = -ax - b
            high, product[power] = product[power], 0
            product[power - 2] = (product[power - 2] - high * curve.a) % p
            product[power - 3] = (product[power - 3] - high * curve.b) % p
        return product[:3]

    def to_the(base, exponent):
        result = [1, 0, 0]
        for bit in bin(exponent)[2:]:
            result = times(result, result)
            if bit == "1":
                result = times(result, base)
        return result

    def common(one, other):
        while any(other):
            while other and not other[-1]:
                other = other[:-1]
            while one and not one[-1]:
                one = one[:-1]
            if len(one) < len(other):
                one, other = other, one
                continue
            factor = one[-1] * pow(other[-1], -1, p) % p
            shift = len(one) - len(other)
            one = [(c - factor * (other[i - shift] if i >= shift else 0)) % p for i, c in enumerate(one)][:-1]
            one, other = other, one
        return one

    cubic = [curve.b, curve.a, 0, 1]
    frobenius = to_the([0, 1, 0], p)
    linear = common(cubic, [frobenius[0], (frobenius[1] - 1) % p, frobenius[2]])
    while linear and not linear[-1]:
        linear = linear[:-1]
    assert len(linear) == 2  # one root
    root = -linear[0] * pow(linear[1], -1, p) % p
    step = pow(3 * root * root + curve.a, (p + 1) // 4, p)  # p = 3 (mod 4) on both
    found: list[Point] = [(root, 0)]
    for x in ((root + step) % p, (root - step) % p):
        y = pow(x**3 + curve.a * x + curve.b, (p + 1) // 4, p)
        if curve.contains((x, y)):
            found.append((x, y))
    return found
