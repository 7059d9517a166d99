"""Alembic's folder: its environment, and a file a version."""
