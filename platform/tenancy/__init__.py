"""The kernel: the current company, work after a commit, access rules and refusals."""
