"""One function a use case: one transaction, one ledger entry, returns a value.

The browser, the command line and programs call the same functions. Each takes a
:class:`~.context.Context` first and keywords after it.
"""
