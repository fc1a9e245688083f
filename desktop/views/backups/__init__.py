"""Backups in the window: kept by themselves, a second place for them, and the way back from one."""
