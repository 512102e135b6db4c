"""How the company ends a case before a contract: a refusal, an annulment, and the undoing of either."""
