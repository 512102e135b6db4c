"""The contract of an application and what follows it: offers, payments, drafts, changes, the facts of connection."""
