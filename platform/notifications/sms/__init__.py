"""SMS: gateways in the order of preference, the one after when one fails, and reports of what reached the telephone.

`sending` hands a message over, `reports` learns what became of it; a module per kind of gateway speaks its wire format.
"""
