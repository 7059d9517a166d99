"""A small CRM with the plugin in it: a host like any other, and the vendors' playground.

It knows solicense through the public API, the host hooks and the command line only.
"""
