"""What people come for, one package per noun."""
