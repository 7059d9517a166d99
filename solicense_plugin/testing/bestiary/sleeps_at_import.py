"""An add-on that asks somebody who does not answer, when it is imported."""

from solicense_plugin.testing.bestiary.naps import nap

api = "solicense-addon/1"
nap()
