"""The check of the open file: what is damaged in it, and what can be done about that."""
