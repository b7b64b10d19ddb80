"""Accounts are made by a system administrator; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class SamsynAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed for sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
