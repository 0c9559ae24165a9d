from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.views.generic import TemplateView


class QuietView(TemplateView):
    """A page that is kept in no cache, found by no search engine, and named to no other site."""

    heading: str | Promise = ""
    pair = "sun"

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"pair": self.pair, "heading": self.get_heading(), **kwargs})

    def get_heading(self):
        return self.heading
