"""Claim Tracker: tag claims in news articles by hand, and see how they change."""

__version__ = "0.1.0"
