"""Serving of uploaded files, wherever they lie (cms/storage.py, cms/bucket.py)."""

import re
from http import HTTPStatus

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})$")
# Addresses of pictures follow from their content. A document can be exchanged for another one of its name.
CACHE_CONTROL = {"images": "public, max-age=31536000, immutable", "documents": "public, max-age=3600"}


@require_safe
def serve_media(request, path):
    """Serve a rendition or a document, whole or as one byte range (Safari plays audio and video by ranges only).

    Nothing else is public: originals (`original_images/`) never leave the machine. A document leaves with the pages
    that show it; editors may still see it in their previews.
    """
    parts = path.split("/")
    folder = parts[0]
    if folder not in CACHE_CONTROL or ".." in parts:
        raise Http404
    if folder == "documents" and is_withdrawn(path) and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    try:
        size = default_storage.size(path)
        asked = RANGE.match(request.headers.get("Range", ""))
        is_range = asked and any(asked.groups())
        response = _partial(path, size, *asked.groups()) if is_range else _part(path, 0, size)
    except OSError as error:  # missing, a folder, or a name no file can have
        raise Http404 from error
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = CACHE_CONTROL[folder]
    response["X-Content-Type-Options"] = "nosniff"
    return response


def is_withdrawn(path):
    """Whether a document belongs to pages of which none is public any more (or yet)."""
    document = get_document_model().objects.filter(file=path).first()
    if document is None:
        return False
    references = ReferenceIndex.get_references_to(document).filter(base_content_type__app_label="wagtailcore")
    pages = [int(pk) for pk in references.values_list("object_id", flat=True) if pk.isdigit()]
    return bool(pages) and not Page.objects.live().filter(pk__in=pages).exists()


def _partial(path, size, first, last):
    """Answer 206 for `bytes=first-last`, `bytes=first-` or `bytes=-suffix`, 416 outside the file (RFC 9110)."""
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"}
        )
    response = _part(path, start, end - start + 1)
    response.status_code = HTTPStatus.PARTIAL_CONTENT
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response


def _part(path, start, length):
    part = default_storage.open_part(path, start, length)
    return FileResponse(part, filename=path.rpartition("/")[2], headers={"Content-Length": str(length)})
