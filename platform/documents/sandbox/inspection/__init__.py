"""The inspection of a file by its content, run by a confined child process (see documents.sandbox.child).

Nothing here imports Django or the rest of the site, so the child starts in milliseconds and has no secrets. It answers
with the kind of the file (a code of documents.kinds) or with the reason of a refusal (a code of
documents.sandbox.inspector).
"""
