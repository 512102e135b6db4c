"""The kernel: which company we are in, what is done after commit, who may pass, how a refusal is told."""
