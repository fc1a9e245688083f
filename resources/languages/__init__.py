"""Catalogues of the screen and report languages, and the tool that keeps them."""
