"""What a visit leaves behind and whom it tells: no cookie, no third party, no inline script."""

import pytest

from tests.states import PATHS

# Error pages that were rendered beside the server have no headers of their own.
RENDERED = {"403", "500"}
PAGE_KINDS = (
    "Start",
    "Geschichte mit Bildern und Ton",
    "Beruf",
    "Berufsfeld",
    "Unternehmen",
    "Unternehmen, alle",
    "Mentoring",
)


@pytest.fixture
def answers(states, sitemap):
    return [answer for answer in (*states, *sitemap) if answer.name not in RENDERED]


def test_no_public_page_sets_a_cookie(answers):
    assert not [str(answer) for answer in answers if "Set-Cookie" in answer.headers]


def test_no_public_page_allows_inline_scripts_or_styles(answers):
    policies = {str(answer): answer.headers.get("Content-Security-Policy", "") for answer in answers}
    exceptions = ("unsafe", "script-src", "style-src")
    assert not [name for name, policy in policies.items() if "default-src 'self'" not in policy.split("; ")]
    assert not [name for name, policy in policies.items() if any(word in policy for word in exceptions)]


def test_a_visit_asks_nobody_else_and_breaks_no_rule(page, site):
    asked, complaints = set(), []
    page.context.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    for name in PAGE_KINDS:
        page.goto(site.url + PATHS[name], wait_until="networkidle")
    assert len(asked) > len(PAGE_KINDS)
    assert not [url for url in asked if not url.startswith((f"{site.url}/", "data:"))]
    assert not complaints
    assert not page.context.cookies()
