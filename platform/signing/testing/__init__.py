"""Test authorities, keys and signatures, for tests and the embedded demonstration only. The keys protect nothing."""
