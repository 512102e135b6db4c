"""What somebody has typed outlives their session and the token of the page: docs/adr/0009-kept-forms.md says how."""
