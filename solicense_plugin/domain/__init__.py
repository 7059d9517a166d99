"""The rules of licensing: frozen values and functions, standard library only.

Their source is the licensing of SuperOffice CRM; a section number in a docstring
("domain.md 1.6") points into the project's collection of its facts.
"""
