"""Electronic signatures: qualified (CAdES with ГОСТ keys) and simple (a code by SMS and a sealed protocol)."""
