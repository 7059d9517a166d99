"""The signed licence package: read, verified, refused.

The road of a file, in this order; each step sees only what the one before passed:
``lines`` (two lines of text) → ``trust`` (root key → owner key) → ``envelope`` (the
owner's signature over the bytes) → ``documents`` (JSON or XML) → the domain's rules.
``reading`` walks it.
"""
