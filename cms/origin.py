"""Whether a form was sent from one of our own pages. Public forms have no cookie that a token could be compared to."""


def is_from_here(request):
    """Whether the browser says that the form was sent from one of our own pages; old ones say nothing."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"
