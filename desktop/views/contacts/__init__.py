"""The screen of the points of contact: the directory, and one person, post or institution beside it."""
