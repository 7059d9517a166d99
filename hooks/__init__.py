"""Where a host and vendors' add-ons meet solicense, by pluggy.

``specs`` has every hook, ``values`` what hooks take and return, ``registry`` loads
and calls them. Installed as ``solicense_plugin.hooks``; what is public is imported
from ``solicense_plugin``.
"""
