"""The published cases as case files."""
