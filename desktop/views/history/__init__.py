"""The screen of the history: who changed what and when, and taking it back."""
