"""Typed text survives the end of the session and of the page's token, see docs/adr/0009-kept-forms.md."""
