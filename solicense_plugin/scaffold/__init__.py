"""`solicense new-addon`: a package to begin with, made from a template by copier."""
