"""How an embed looks, as the parameters of its address ask for it."""

from dataclasses import dataclass
from typing import ClassVar, Self
from urllib.parse import urlencode

from django.http import QueryDict

from frontend.ornament import PAIRS
from frontend.palette import is_colour_name

SCHEMES = ("hell", "dunkel")


@dataclass(frozen=True)
class Look:
    """What somebody chose: `scheme` is one of SCHEMES, `accent` a colour pair or a CSS colour name.

    Without a scheme an embed follows the device, without an accent it has the colours of its page.
    """

    PARAMETERS: ClassVar = ("schema", "akzent")

    scheme: str = ""
    accent: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read the parameters; what is none counts as not given, so that an old code never shows an error."""
        scheme, accent = query.get("schema", ""), query.get("akzent", "").lower()
        return cls(scheme if scheme in SCHEMES else "", accent if accent in PAIRS or is_colour_name(accent) else "")

    @property
    def pair(self) -> str:
        return self.accent if self.accent in PAIRS else ""

    @property
    def colour(self) -> str:
        """The name of a colour that is none of our pairs."""
        return "" if self.pair else self.accent

    @property
    def query(self) -> str:
        values = zip(self.PARAMETERS, (self.scheme, self.accent), strict=True)
        return urlencode([(name, value) for name, value in values if value])
