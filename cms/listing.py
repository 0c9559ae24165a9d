"""What filtered, paginated lists of pages have in common."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django_filters import FilterSet

PER_PAGE = 24
PAGE_PARAMETER = "seite"


def paginate(request, items, per_page=PER_PAGE):
    """Return the page of `items` that ?seite= asks for; nonsense gives the first, too large a number the last."""
    return Paginator(items, per_page).get_page(request.GET.get(PAGE_PARAMETER))


def query_for_pages(request):
    """Return the query string without the page number, encoded, for the links between pages."""
    query = request.GET.copy()
    query.pop(PAGE_PARAMETER, None)
    return query.urlencode()


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in use: the label of its value, and the address of the same list without it."""

    name: str
    label: str
    href: str


class ListingFilterSet(FilterSet):
    """Filters of a public list, from GET parameters. A value that does not fit is left out, and `hint` says so."""

    # Choice fields with one choice are shown as a box to tick.
    TOGGLES: frozenset[str] = frozenset()

    @property
    def hint(self):
        unknown, sentences = [], []
        for name, errors in self.form.errors.as_data().items():
            if any(error.code == "invalid_choice" for error in errors):
                unknown.append(str(self.form.fields[name].label))
            else:
                sentences.extend(str(message) for error in errors for message in error.messages)
        if unknown:
            hint = _("Diese Auswahl gibt es hier nicht: %(filters)s. Die Liste zeigt alles Übrige.")
            sentences.insert(0, hint % {"filters": ", ".join(unknown)})
        return " ".join(sentences)

    @property
    def values(self):
        """The accepted values by name, empty ones left out."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    @property
    def query(self):
        """The accepted values as a query string, "" without any."""
        chosen = {name: self.request.GET[name] for name in self.values}
        return f"?{urlencode(chosen)}" if chosen else ""

    def context(self):
        """Return the template variables that describe this filter."""
        values = self.values
        fields = {name: self.describe(name, values.get(name)) for name in self.form.fields}
        return {
            "filter": self,
            "filter_hint": self.hint,
            "page_query": query_for_pages(self.request),
            "is_filtered": bool(values),
            "active_filters": [
                ActiveFilter(name, chosen["label"], self.href_without(name))
                for name in values
                for chosen in fields[name]["options"]
                if chosen["selected"]
            ],
            "filter_selects": [field for name, field in fields.items() if name not in self.TOGGLES],
            "filter_toggles": [
                {
                    "name": name,
                    "value": fields[name]["options"][-1]["value"],
                    "label": fields[name]["options"][-1]["label"],
                    "checked": name in values,
                }
                for name in self.TOGGLES
            ],
        }

    def describe(self, name, chosen):
        """Return name, label and options of a field; `chosen` is its accepted value or None."""
        field = self.form.fields[name]
        value = "" if chosen is None else str(field.prepare_value(chosen))
        options = [
            {"value": str(option), "label": str(label), "selected": str(option) == value}
            for option, label in field.choices
        ]
        return {"name": name, "label": str(field.label), "options": options}

    def href_without(self, name):
        query = self.request.GET.copy()
        for parameter in (name, PAGE_PARAMETER):
            query.pop(parameter, None)
        return "?" + query.urlencode()
