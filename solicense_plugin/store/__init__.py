"""The host's database, or our own: tables, named queries, locking, migrations.

A module a noun. Functions that only read take a :class:`~.session.Reading`, those
that write a :class:`~.session.Writing`, which holds the installation's lock.
"""
