"""What an import assistant needs between its pages: a source read, columns proposed, questions, a trial run.

Every step is a plain function over records; `reading` and `columns` need no database, `running` does.
"""
