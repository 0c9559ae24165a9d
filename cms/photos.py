"""What happens to a photo when it is uploaded."""

from hashlib import sha256
from io import BytesIO
from pathlib import PurePath

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

register_heif_opener()

KEPT_FORMATS = {"PNG": "png", "WEBP": "webp", "GIF": "gif"}


def without_metadata(file):
    """Return the picture in `file` turned upright and without EXIF, XMP and comments, as a new uploaded file.

    JPEG, HEIC and AVIF become JPEG; PNG, WebP and GIF keep their format. The colour profile stays. Of several pictures
    in one file the first is kept: phones append a second one (depth, brightness) to many photos. Only a moving GIF,
    which no camera writes, stays as it is.

    The name gets a mark of the content. Addresses of renditions follow from it and are cached for a year, so a new
    picture under the name of a deleted one needs another address.
    """
    file.seek(0)
    with Image.open(file) as original:
        if original.format == "GIF" and original.is_animated:
            file.seek(0)
            return file
        image = ImageOps.exif_transpose(original)
        image_format = original.format if original.format in KEPT_FORMATS else "JPEG"
        if image_format == "JPEG" and image.mode not in ("RGB", "L"):
            image = image.convert("RGB")
        for key in ("exif", "xmp", "XML:com.adobe.xmp", "comment", "Comment"):
            image.info.pop(key, None)
        buffer = BytesIO()
        image.save(buffer, image_format, quality=95, icc_profile=original.info.get("icc_profile"))
    content = buffer.getvalue()
    ending = KEPT_FORMATS.get(image_format, "jpg")
    name = f"{PurePath(file.name).stem}-{sha256(content).hexdigest()[:8]}.{ending}"
    return SimpleUploadedFile(name, content, content_type=f"image/{image_format.lower()}")
