"""What vendors test their add-ons with: a host in memory, signed packages, a visitor.

``plugin`` has the fixtures for pytest, ``conformance`` the tests that every add-on must
pass. Our own tests use the same parts.
"""
