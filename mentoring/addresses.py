"""Two notions of "the same" email address."""


def same_address(email: str) -> str:
    """Return the form under which an address is recognised again: letter case does not count."""
    return email.strip().casefold()


def same_mailbox(email: str) -> str:
    """Return the form in which addresses that reach one mailbox are equal: `+tags` and Gmail's dots don't count."""
    local, _, domain = same_address(email).rpartition("@")
    local = local.partition("+")[0]
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
