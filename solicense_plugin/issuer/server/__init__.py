"""The reference licence server: an issuer's packages, from a folder of sources.

``folder`` (what there is) → ``sources`` (one customer's document) → ``issuing`` (numbers
and signatures) → ``desk`` (who gets what) → ``protocol`` and ``shop`` (HTTP).
"""

from __future__ import annotations

from solicense_plugin.issuer.server.app import create_server
from solicense_plugin.issuer.server.folder import FolderFault

__all__ = ["FolderFault", "create_server"]
