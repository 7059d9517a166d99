"""The documentation site."""

project = "solicense"
copyright = "2026, the solicense maintainers"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "solicense"
exclude_patterns = ["_build"]
nitpicky = True
