"""Reading mails as their recipients do."""

import re
from urllib.parse import urlsplit


def link_in(mail):
    """Return the path of the one link in a mail."""
    (link,) = re.findall(r"http\S+", mail.body)
    return urlsplit(link).path
