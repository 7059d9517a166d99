"""The browser's side: one guarded blueprint, one module a screen or dialog."""
