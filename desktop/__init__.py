"""The program: command line and window over the data room."""
