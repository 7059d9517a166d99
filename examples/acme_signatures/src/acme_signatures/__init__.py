"""Acme Signatures: documents that wait for a signature, on the Licences screen."""
