from django.urls import path
from django.views.decorators.http import require_safe

from stories.feeds import StoryFeed

urlpatterns = [path("geschichten/geschichten.atom", require_safe(StoryFeed()), name=StoryFeed.name)]
