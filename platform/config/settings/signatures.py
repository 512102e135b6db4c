"""Electronic signatures: seals, trust, the plug-in of browsers."""

from pathlib import Path

from .. import env
from .site import EMBEDDED, ROOT

# Seals the protocols of simple signatures. Its public half is published for ever.
SIGNING_SEAL_KEY = env.seed("SIGNING_SEAL_KEY")
SIGNING_CODES_PER_HOUR = 5  # codes by SMS to one number
SIGNING_CODES_PER_DAY = 20  # to one number, and to one person

# SHA-256 of the head authority's certificates, as an administrator compared them; the files come by `update_trust`.
SIGNING_ROOTS = [pin.lower() for pin in env.words("SIGNING_ROOTS")]
# Where the ministry publishes its list of accredited authorities. Empty: it is given from files only.
SIGNING_AUTHORITIES_URL = env.text(
    "SIGNING_AUTHORITIES_URL",
    "" if EMBEDDED else "https://e-trust.gosuslugi.ru/app/scc/portal/api/v1/portal/ca/getxml",
)
# Hosts («host» or «host:port») at which authorities publish what they revoked, besides the ministry's own.
SIGNING_CRL_HOSTS = [host.lower() for host in env.words("SIGNING_CRL_HOSTS")]
# Of those, the names that may lead into an inner network: a mirror of one's own. Any other such address is refused.
SIGNING_PRIVATE_HOSTS = [host.lower() for host in env.words("SIGNING_PRIVATE_HOSTS")]
SIGNING_TSA_URL = env.text("SIGNING_TSA_URL", "")  # a service of time stamps (RFC 3161); empty: none are added
SIGNING_REQUIRE_TIMESTAMP = env.flag("SIGNING_REQUIRE_TIMESTAMP")  # no signature is valid without one
# Keys of the demonstration's test authority, beside its letters.
TEST_AUTHORITY_DIR = Path(env.text("OUTBOX_DIR", str(ROOT / ".local/outbox"))).with_name("test-authority")
# Where this deployment serves the vendor's `cadesplugin_api.js`; its text is not ours to ship. In the demonstration
# a stand-in, which signs with the keys of a test authority.
CADES_STAND_IN = "demo/plugin.js"
CADES_LOADER_URL = env.text("CADES_LOADER_URL", CADES_STAND_IN if EMBEDDED else "")
if not EMBEDDED and CADES_LOADER_URL.endswith(CADES_STAND_IN):
    raise env.WrongSetting("CADES_LOADER_URL is the vendor's script: that of the demonstration has keys of everybody")
# The vendor's extensions of browsers; the loader takes a script from the one that is there.
CADES_EXTENSIONS = env.words("CADES_EXTENSIONS") or [
    "chrome-extension://iifchhfnnmpdbibifmljnfjhpififfog",  # Chrome, Edge, Chromium-Gost, Yandex
    "chrome-extension://epebfcehmdedogndhlcacafjaacknbcm",  # Opera
]
