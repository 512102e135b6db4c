"""Tariffs of a company as its regulator has set them, and the price of a connection by them."""
