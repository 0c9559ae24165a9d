from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cms.feeds import FilteredFeed, tag
from stories.filters import StoryFilter
from stories.models import StoryPage


class StoryFeed(FilteredFeed):
    """The newest stories. The person, the photo and the words of the story itself are on the page only."""

    name = "story-feed"
    title_of_list = _("Geschichten")
    index_model = "stories.StoryIndexPage"
    page_model = "stories.StoryPage"

    def filterset(self, request):
        stories = StoryPage.objects.live().newest_first().prefetch_related("career_fields", "consents")
        return StoryFilter(request.GET, stories, request=request)

    def newest(self, filterset):
        return [story for story in filterset.qs[:60] if not story.missing_consents()]

    def item_title(self, story):
        return _("Beispiel: %(title)s") % {"title": story.title} if story.is_example else story.title

    def item_description(self, story):
        return format_html("{}", story.teaser or story.pull_quote)

    def item_extra_kwargs(self, story):
        return {"content": content(story)}

    def item_link(self, story):
        return story.full_url

    def item_guid(self, story):
        return tag(f"story-{story.pk}")

    def item_pubdate(self, story):
        return story.first_published_at

    def item_updateddate(self, story):
        return story.last_published_at or story.first_published_at

    def item_categories(self, story):
        return [field.title for field in story.career_fields.all() if field.live]


def content(story):
    quote = format_html("<blockquote><p>{}</p></blockquote>", story.pull_quote) if story.pull_quote else ""
    teaser = format_html("<p>{}</p>", story.teaser) if story.teaser else ""
    link = format_html('<p><a href="{}">{}</a></p>', story.full_url, _("Die ganze Geschichte"))
    return quote + teaser + link
