"""The feed of a case as one person sees it: rows, what was handed over by one act, signatures beside documents."""
