"""The assistant that brings in a plan or points of contact from a file: five pages in one window."""
