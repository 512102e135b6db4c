"""Russian national cryptography (ГОСТ): the Streebog hash and the curves of GOST R 34.10-2012, on any machine."""
