"""Uploaded files in a folder. cms/bucket.py is for several machines that share them."""

from django.core.files.storage import FileSystemStorage


class FolderStorage(FileSystemStorage):
    """Files in `MEDIA_ROOT`."""

    def open_part(self, name, start, length):
        """Return something to read `length` bytes from, beginning at `start`. OSError: there is no such file."""
        file = self.open(name)
        file.seek(start)
        return _Part(file, length)


class _Part:
    """Read-only view of `length` bytes of an open file, starting at its current position."""

    def __init__(self, file, length):
        self.file, self.left = file, length

    def read(self, size=-1):
        chunk = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(chunk)
        return chunk

    def close(self):
        self.file.close()
