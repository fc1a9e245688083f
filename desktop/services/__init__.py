"""One function per user verb, with its validation.

Each function takes the open `Database` and the author first and runs on the database's thread: windows post
it (`database.post`), commands call it. It opens one unit of work and commits once, at the end.
"""
