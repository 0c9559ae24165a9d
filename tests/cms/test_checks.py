from django.test.utils import isolate_apps
from wagtail.models import Page

from cms import checks
from cms.models import BasePage


def test_our_own_page_types_keep_the_house_rules():
    assert checks.page_types_state_their_place(None) == []


@isolate_apps("cms")
def test_a_page_type_must_extend_the_base_page_and_state_its_place(monkeypatch):
    class Stray(Page):
        class Meta:
            app_label = "cms"
            abstract = True

    class Vague(BasePage):
        parent_page_types: list[str] = []

        class Meta:
            app_label = "cms"
            abstract = True

    monkeypatch.setattr(checks, "get_page_models", lambda: [Stray, Vague])
    messages = [(error.id, error.msg) for error in checks.page_types_state_their_place(None)]
    assert ("cms.E001", "Stray must extend BasePage.") in messages
    assert ("cms.E003", "Vague must have its template in pages/.") in messages
    assert ("cms.E002", "Vague must state subpage_types.") in messages
    assert ("cms.E002", "Vague must state parent_page_types.") not in messages
