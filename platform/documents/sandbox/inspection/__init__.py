"""What a file really is, found by a child process that has little (see documents.sandbox.child).

Nothing here knows Django or the rest of the site: the child starts in milliseconds and has nothing to lose. It answers
what kind of file it is (a code of documents.kinds) or why it cannot be taken (a code of documents.sandbox.inspector).
"""
