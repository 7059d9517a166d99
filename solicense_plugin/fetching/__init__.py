"""Asking a licence server over a network that is hostile territory.

``licence_server.py`` speaks the protocol, ``exchange.py`` is one question and one
answer, and below it are the connection, the name and the deadline. Whatever a network
or a server does, it is an answer of a closed set or a ``FetchFailed``.
"""
