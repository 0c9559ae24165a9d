from django import template

from home.models import MentoringPage

register = template.Library()


@register.simple_tag
def mentoring_page():
    """Return the published page with the signup, or None. One query."""
    return MentoringPage.objects.live().defer_streamfields().first()
