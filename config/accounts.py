"""The accounts of a local trial. A real site has none of them: settings pass them on only when DEBUG is on."""

# Who signs in, and the group whose rights that account has.
TRIAL_ACCOUNTS = {
    "officer": "officer",
    "officer2": "officer",
    "manager": "manager",
    "auditor": "auditor",
    "administrator": "administrator",
}
TRIAL_PASSWORD = "lodebook-trial"


def spoken(accounts: dict[str, str], password: str) -> str:
    """Return the line that tells a person how to sign in."""
    if not accounts:
        return "Sign in with your own account."
    return f"Sign in as {', '.join(accounts)}; the password of each is {password}"
