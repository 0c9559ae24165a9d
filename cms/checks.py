"""House rules as system checks."""

from django.core.checks import Error, register
from wagtail.models import get_page_models


@register("cms")
def page_types_state_their_place(app_configs, **kwargs):
    """Every page type extends BasePage, states its parents and its children, and has its template in pages/."""
    from cms.models import BasePage

    errors = []
    for model in get_page_models():
        if model._meta.app_label == "wagtailcore":
            continue
        if not issubclass(model, BasePage):
            errors.append(Error(f"{model.__name__} must extend BasePage.", obj=model, id="cms.E001"))
        errors.extend(
            Error(f"{model.__name__} must state {name}.", obj=model, id="cms.E002")
            for name in ("parent_page_types", "subpage_types")
            if name not in vars(model)
        )
        # Wagtail fills in a template of its own where none is stated.
        if not model.template.startswith("pages/"):
            errors.append(Error(f"{model.__name__} must have its template in pages/.", obj=model, id="cms.E003"))
    return errors
