"""The content security policy of single pages that differ from the site's own."""

from csp.utils import build_policy


def policy(**directives: list[str]) -> str:
    """Return the site's policy with these directives in the place of its own; an empty list leaves one out.

    As a header set by a view it stays with the answer in the page cache, which marks on the response would not.
    """
    replace = {name.replace("_", "-"): sources or None for name, sources in directives.items()}
    return build_policy(replace=replace)
