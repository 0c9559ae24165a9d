"""Comparing answers as somebody does who wants to learn from them."""


def everything(response):
    """Return all that an answer says, but for the time in it."""
    headers = {name: value for name, value in response.headers.items() if name not in {"Date", "Expires"}}
    return response.status_code, response.content, headers, response.cookies.output()
