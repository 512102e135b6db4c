"""The signals by which this package informs the layers above it."""

from django.dispatch import Signal

# Something happened to a request. Sent in the company's schema, in the transaction of the fact.
# Arguments: sender (SignatureRequest), request (SignatureRequest), event (str), by (User or None: the worker),
# now (datetime). Events:
#   available    it is the turn of request.side (also the first side, at once after asking)
#   checking     a signature is in, whether its certificate is revoked is not known yet
#   unsettled    a day has passed and it is still not known: staff may recall, `recheck_signatures` tries again
#   signed       a signature is in and valid; when the other side's turn comes, its `available` follows
#   invalidated  a signature taken before turned out invalid: request.side may sign again (no `available` follows)
#   declined     with request.reason; the other side's request, if not signed, ended with it
#   recalled     with request.reason; sent once for the document, about the request whose turn it was
#   reminded     once for the document, about the request whose turn it is
#   prolonged    once for the document, about the request whose turn it is
changed = Signal()

# A qualified signature was verified and kept, whatever the verdict. Sent once for a signature, in the transaction that
# keeps it; later checks of the same signature are not told. Arguments: sender (Signature), signature, now.
verified = Signal()

# The head of the company's chain of protocols leaves the platform. Sent in the company's schema, in the transaction
# that records it. Arguments: sender (ChainHead), head (ChainHead), keys_sha256 (str: of the list of keys of the
# seal), is_continued (bool: whether the chain still goes on from the head that left before), now (datetime).
head_left = Signal()
