"""An add-on that ends the program which imports it, were it let."""

import sys

sys.exit("the licence of this add-on has expired")
