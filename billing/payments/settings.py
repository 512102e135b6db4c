"""What a company has decided about payments: its other accounts, its acquirer. Kept in its profile."""

from cabinet.company.queries import profile


def own_accounts() -> list[str]:
    """Accounts between which the company moves money itself, besides the one whose statements are taken."""
    return [str(account) for account in profile().payment_settings.get("other_accounts", [])]
