"""Which version of an answer is the current one, told without making it."""

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from cms.models import ContentGeneration


def etag_of(request):
    """Return the ETag of what a request asks for. It costs one query.

    What there is to say follows from the number of content changes, the date (offers and consents end at midnight),
    the release and the address.
    """
    parts = (
        *ContentGeneration.current_with_index(),
        timezone.localdate(),
        release(),
        request.build_absolute_uri(),
    )
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


@cache
def release():
    """Return a hash of the programs that make answers: another release may tell the same content otherwise."""
    sources = sha256()
    for path in sorted(settings.BASE_DIR.glob("[a-z]*/**/*.py")):
        if path.relative_to(settings.BASE_DIR).parts[0] in settings.INSTALLED_APPS:
            sources.update(path.read_bytes())
    return sources.hexdigest()
