"""Serving of uploaded files when no proxy or object store does it."""

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


class FileSlice:
    """Read-only view of `length` bytes of an open file, starting at its current position."""

    def __init__(self, file, length):
        self.file, self.left = file, length

    def read(self, size=-1):
        chunk = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(chunk)
        return chunk

    def close(self):
        self.file.close()


@require_safe
def serve_media(request, path):
    """Serve a rendition or a document, whole or as one byte range (Safari plays audio and video by ranges only).

    Nothing else is public: originals (`original_images/`) never leave the machine. A document leaves with the pages
    that show it; editors may still see it in their previews.
    """
    parts = path.split("/")
    folder, name = parts[0], parts[-1]
    if folder not in CACHE_CONTROL or ".." in parts:
        raise Http404
    if folder == "documents" and is_withdrawn(path) and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    try:
        size, file = default_storage.size(path), default_storage.open(path)
    except OSError as error:  # missing, a folder, or a name no file can have
        raise Http404 from error
    match = RANGE.match(request.headers.get("Range", ""))
    if match and any(match.groups()):
        response = _partial(file, size, name, *match.groups())
    else:
        response = FileResponse(file, filename=name)
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


def _partial(file, size, name, first, last):
    """Answer 206 for `bytes=first-last`, `bytes=first-` or `bytes=-suffix`, 416 outside the file (RFC 9110)."""
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        file.close()
        return HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"}
        )
    file.seek(start)
    response = FileResponse(FileSlice(file, end - start + 1), filename=name, status=HTTPStatus.PARTIAL_CONTENT)
    response["Content-Length"] = str(end - start + 1)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response
