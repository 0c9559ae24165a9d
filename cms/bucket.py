"""Uploaded files in a private, S3-compatible bucket, for several machines that share them.

Browsers get them from this site as ever (cms/media.py): no third party hears of a visit, and originals stay inside.
The bucket's address and key are in the environment, as boto3 reads them.
"""

from contextlib import contextmanager
from io import BytesIO
from urllib.parse import urljoin

from botocore.exceptions import ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class BucketStorage(S3Storage):
    def get_default_settings(self):
        return {**super().get_default_settings(), "file_overwrite": False, "default_acl": None}

    def url(self, name, parameters=None, expire=None, http_method=None):
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))

    def size(self, name):
        """Return the bytes of a file. OSError: there is none, or none can have that name."""
        with _missing_as_in_a_folder(name):
            return super().size(name)

    def open_part(self, name, start, length):
        """As `FolderStorage.open_part`. Only that part leaves the bucket."""
        if not length:
            return BytesIO()
        with _missing_as_in_a_folder(name):
            return self.bucket.Object(name).get(Range=f"bytes={start}-{start + length - 1}")["Body"]


@contextmanager
def _missing_as_in_a_folder(name):
    """Raise FileNotFoundError where the bucket has no such file (404), or no file can have that name (400)."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in (400, 404):
            raise FileNotFoundError(name) from error
        raise
