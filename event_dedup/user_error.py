"""The error of whoever gave an option, a setting or a file."""

from __future__ import annotations


class UserError(Exception):
    """What was given cannot be used; the message says why and what to do next."""
