"""The start page: what is past its date, what comes next, what lacks facts, what changed."""
