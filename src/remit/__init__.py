"""Remit: run, measure and study a Mind Body Medicine programme."""

__version__ = "0.1.0"
