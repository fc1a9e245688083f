"""The passphrase of a file: asked for, given and changed, its recovery sheet, and the lock of the window."""
