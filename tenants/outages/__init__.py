"""«Перерывы в работе»: when the cabinets did not work. Operators write it down; what it means for a term of a case
staff of a company decide.
"""
