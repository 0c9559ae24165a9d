from django import template

from mentoring.second_factor.middleware import seconds_left

register = template.Library()


@register.simple_tag(takes_context=True)
def login_left(context):
    """Return how long the login to the admin lasts, None for who is not logged in."""
    request = context.get("request")
    return seconds_left(request) if request and request.user.is_authenticated else None
