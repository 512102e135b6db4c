"""Streebog by two C libraries through ctypes. Both let other threads run while they hash.

A library that is missing, too old or built without Streebog raises OSError when its class is made.
"""

import ctypes
import ctypes.util

from .pure import Bytes

_POINTER, _TEXT, _SIZE, _INT = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int


def _library(short_name: str, soname: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(soname)
    except OSError:  # another version of it, or the name it has on another system
        return ctypes.CDLL(ctypes.util.find_library(short_name) or soname)


def _declare(library: ctypes.CDLL, name: str, result: type | None, *arguments: type) -> None:
    """Declare the types of arguments. Without them ctypes takes every argument for an int and truncates pointers."""
    try:
        function = getattr(library, name)
    except AttributeError:
        raise OSError(f"{library._name} has no {name}") from None
    function.restype, function.argtypes = result, arguments


def _address(data: Bytes) -> bytes | ctypes.Array[ctypes.c_char]:
    """The address of the data for C. Bytes and writable buffers are not copied; a read-only view is."""
    if isinstance(data, bytes):
        return data
    view = memoryview(data)
    if view.readonly or not view.c_contiguous:
        return view.tobytes()
    return (ctypes.c_char * view.nbytes).from_buffer(view)


class GostProvider:
    """OpenSSL's libcrypto 3 with the provider `gostprov`, in a context of its own: Python's ssl is left alone."""

    name = "openssl-gostprov"

    def __init__(self) -> None:
        library = self._library = _library("crypto", "libcrypto.so.3")
        _declare(library, "OSSL_LIB_CTX_new", _POINTER)
        _declare(library, "OSSL_PROVIDER_load", _POINTER, _POINTER, _TEXT)
        _declare(library, "EVP_MD_fetch", _POINTER, _POINTER, _TEXT, _TEXT)
        _declare(library, "EVP_MD_CTX_new", _POINTER)
        _declare(library, "EVP_MD_CTX_free", None, _POINTER)
        _declare(library, "EVP_MD_CTX_copy_ex", _INT, _POINTER, _POINTER)
        _declare(library, "EVP_DigestInit_ex2", _INT, _POINTER, _POINTER, _POINTER)
        _declare(library, "EVP_DigestUpdate", _INT, _POINTER, _POINTER, _SIZE)
        _declare(library, "EVP_DigestFinal_ex", _INT, _POINTER, _TEXT, _POINTER)
        context = library.OSSL_LIB_CTX_new()
        if not library.OSSL_PROVIDER_load(context, b"gostprov"):
            raise OSError("OpenSSL has no gostprov")
        self._algorithms = {
            bits: library.EVP_MD_fetch(context, f"id-tc26-gost3411-12-{bits}".encode(), None) for bits in (256, 512)
        }
        if not all(self._algorithms.values()):
            raise OSError("gostprov has no Streebog")

    def new(self, bits: int) -> "_ProviderHash":
        return _ProviderHash(self._library, self._algorithms[bits], bits)


class _ProviderHash:
    def __init__(self, library: ctypes.CDLL, algorithm: int, bits: int) -> None:
        self._library, self.digest_size = library, bits // 8
        self._context = library.EVP_MD_CTX_new()
        _must(library.EVP_DigestInit_ex2(self._context, algorithm, None))

    def update(self, data: Bytes) -> None:
        _must(self._library.EVP_DigestUpdate(self._context, _address(data), memoryview(data).nbytes))

    def digest(self) -> bytes:
        library = self._library
        out = ctypes.create_string_buffer(self.digest_size)
        finished = library.EVP_MD_CTX_new()
        try:
            _must(library.EVP_MD_CTX_copy_ex(finished, self._context))
            _must(library.EVP_DigestFinal_ex(finished, out, None))
        finally:
            library.EVP_MD_CTX_free(finished)
        return out.raw

    def hexdigest(self) -> str:
        return self.digest().hex()

    def __del__(self) -> None:
        self._library.EVP_MD_CTX_free(self._context)


def _must(done: int) -> None:
    if done != 1:
        raise OSError("OpenSSL refused to hash")


class Libgcrypt:
    """libgcrypt 1.7 or newer. Debian and Ubuntu always have it, because apt itself needs it."""

    name = "libgcrypt"
    _ALGORITHMS = {256: 309, 512: 310}  # GCRY_MD_STRIBOG256, GCRY_MD_STRIBOG512
    _INITIALIZATION_FINISHED = 38  # GCRYCTL_INITIALIZATION_FINISHED: without it the library complains to syslog

    def __init__(self) -> None:
        library = self._library = _library("gcrypt", "libgcrypt.so.20")
        _declare(library, "gcry_check_version", _TEXT, _TEXT)
        _declare(library, "gcry_md_open", _INT, ctypes.POINTER(_POINTER), _INT, ctypes.c_uint)
        _declare(library, "gcry_md_copy", _INT, ctypes.POINTER(_POINTER), _POINTER)
        _declare(library, "gcry_md_write", None, _POINTER, _POINTER, _SIZE)
        _declare(library, "gcry_md_read", ctypes.POINTER(ctypes.c_ubyte), _POINTER, _INT)
        _declare(library, "gcry_md_close", None, _POINTER)
        if not library.gcry_check_version(None):
            raise OSError("libgcrypt did not start")
        library.gcry_control(self._INITIALIZATION_FINISHED, 0)
        self.new(256)

    def new(self, bits: int) -> "_GcryptHash":
        return _GcryptHash(self._library, self._ALGORITHMS[bits], bits)


class _GcryptHash:
    def __init__(self, library: ctypes.CDLL, algorithm: int, bits: int) -> None:
        self._library, self._algorithm, self.digest_size = library, algorithm, bits // 8
        self._handle = ctypes.c_void_p()
        if library.gcry_md_open(ctypes.byref(self._handle), algorithm, 0):
            raise OSError("libgcrypt has no Streebog")

    def update(self, data: Bytes) -> None:
        self._library.gcry_md_write(self._handle, _address(data), memoryview(data).nbytes)

    def digest(self) -> bytes:
        # Reading a digest ends its hash, so a copy is read.
        copy = ctypes.c_void_p()
        if self._library.gcry_md_copy(ctypes.byref(copy), self._handle):
            raise OSError("libgcrypt refused to hash")
        try:
            return bytes(self._library.gcry_md_read(copy, self._algorithm)[: self.digest_size])
        finally:
            self._library.gcry_md_close(copy)

    def hexdigest(self) -> str:
        return self.digest().hex()

    def __del__(self) -> None:
        self._library.gcry_md_close(self._handle)
