"""What was parsed is never encoded again, and what a stranger wrote is read in the guarded way alone.

The parser writes some lengths anew, and with them changes what was signed; its own comparisons and shortcuts raise on
names that real authorities have, or decode what was not looked at. `signing.crypto.asn1` does it right.
"""

import ast
import re
from pathlib import Path

_SEES_THEM = re.compile(r"asn1crypto|from (signing|\.+)\.?crypto|signing\.crypto")
ROOT = Path(__file__).parents[2]
_HANDLES_CERTIFICATES = re.compile(r"asn1crypto|[Cc]ertificate\b")
ENCODES = {"dump", "untag", "retag", "copy", "debug"}
HASHES = {"sha1", "sha256", "sha1_fingerprint", "sha256_fingerprint"}
READS = {
    "hashable", "human_friendly", "prepped_value", "key_identifier", "authority_key_identifier", "key_usage_value",
    "extended_key_usage_value", "basic_constraints_value", "certificate_policies_value", "crl_distribution_points",
    "ocsp_urls", "tbs_certlist_bytes", "public_bytes", "not_valid_before",
    "not_valid_after",
}  # fmt: skip
# Whose attributes of these names are something else: modules, rows of the database, our own small objects.
OURS = {"hashlib", "json", "document", "row", "digests", "key", "super", "self", "algorithms"}


def touching() -> list[Path]:
    """Production modules that see parsed objects: whoever imports the parser or the verifier."""
    paths = [path for package in ("platform", "cabinet", "tenants") for path in (ROOT / package).rglob("*.py")]
    return [path for path in paths if _SEES_THEM.search(path.read_text())]


def forbidden(source: str) -> list[str]:
    """Attributes of parsed objects that encode again, or read past the guard."""
    found = []
    # `sha256` is also a column of our rows: it is watched where certificates are handled.
    watched = ENCODES | READS | (HASHES if _HANDLES_CERTIFICATES.search(source) else set())
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute) or node.attr not in watched:
            continue
        owner = node.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if name not in OURS:
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def test_nothing_parsed_is_encoded_again():
    assert len(touching()) > 15
    found = {str(path.relative_to(ROOT)): forbidden(path.read_text()) for path in touching()}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_the_test_sees_them():
    for line in (
        "c.dump()",
        "c['tbs'].dump(force=True)",
        "certificate.sha1.hex()",
        "n.hashable",
        "x.copy()",
        "c.key_identifier",
    ):
        assert forbidden(line)
    for line in ("hashlib.sha1(b'')", "json.dump(x, f)", "document.sha256", "key.public_bytes()"):
        assert not forbidden(line)


def test_parsed_names_are_not_compared_by_the_parser():
    """`==` between names is the parser's, which raises: `names.same` is ours."""
    for path in touching():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
                sides = [node.left, *node.comparators]
                names = [s for s in sides if isinstance(s, ast.Attribute) and s.attr in {"subject", "issuer"}]
                assert len(names) < 2, f"{path}:{node.lineno}"
