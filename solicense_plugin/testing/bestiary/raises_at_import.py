"""An add-on that cannot be imported."""

message = "no settings <script>alert(1)</script>"
raise RuntimeError(message)
