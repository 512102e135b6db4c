"""Hostile files are read only here: in a child process that has little memory, little time and nothing of the site."""
