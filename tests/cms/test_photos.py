"""Photos from a phone: read, stripped of what the camera wrote, shown only as renditions."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from cms.models import CustomImage
from tests.factories import UserFactory, home_page, picture_bytes

pytestmark = pytest.mark.django_db


def exif(orientation=1):
    """Camera data with a place: Görlitz, 51° 9' N, 14° 59' E."""
    data = Image.Exif()
    data[Base.Make] = "Telefonbau Lausitz"
    data[Base.Orientation] = orientation
    gps = data.get_ifd(IFD.GPSInfo)
    gps[GPS.GPSLatitudeRef], gps[GPS.GPSLatitude] = "N", (51.0, 9.0, 0.0)
    gps[GPS.GPSLongitudeRef], gps[GPS.GPSLongitude] = "E", (14.0, 59.0, 0.0)
    return data.tobytes()


def uploaded(image_format, name, **options):
    file = SimpleUploadedFile(name, picture_bytes(image_format, (60, 40), **options), content_type="image/*")
    return CustomImage.objects.create(title=name, file=file)


def stored(image):
    with image.file.open("rb") as file:
        return file.read()


@pytest.mark.parametrize(
    ("image_format", "name", "stored_format"),
    [
        ("HEIF", "IMG_0001.HEIC", "JPEG"),
        ("AVIF", "bild.avif", "JPEG"),
        ("JPEG", "bild.jpg", "JPEG"),
        ("PNG", "bild.png", "PNG"),
        ("WEBP", "bild.webp", "WEBP"),
    ],
)
def test_where_a_photo_was_taken_is_not_kept(image_format, name, stored_format):
    image = uploaded(image_format, name, exif=exif())
    content = stored(image)
    assert b"Telefonbau" not in content
    with Image.open(BytesIO(content)) as picture:
        assert picture.format == stored_format
        assert not dict(picture.getexif())
        assert not picture.getexif().get_ifd(IFD.GPSInfo)
        assert not {"exif", "xmp", "XML:com.adobe.xmp"} & set(picture.info)


def test_a_photo_with_a_second_picture_in_its_file_is_stripped_and_turned_as_well():
    buffer = BytesIO()
    second = Image.new("L", (30, 20))
    Image.new("RGB", (60, 40)).save(buffer, "MPO", save_all=True, append_images=[second], exif=exif(orientation=6))
    file = SimpleUploadedFile("IMG_0002.jpg", buffer.getvalue(), content_type="image/jpeg")
    image = CustomImage.objects.create(title="Foto", file=file)
    assert b"Telefonbau" not in stored(image)
    assert (image.width, image.height) == (40, 60)


def test_a_new_picture_under_an_old_name_has_another_address():
    old = uploaded("JPEG", "bild.jpg", colour="red")
    address = old.get_rendition("width-30|format-webp").url
    old.delete()
    assert uploaded("JPEG", "bild.jpg", colour="blue").get_rendition("width-30|format-webp").url != address


def test_a_moving_picture_keeps_moving():
    buffer = BytesIO()
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "green", "blue")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    image = CustomImage.objects.create(title="Zeichen", file=SimpleUploadedFile("zeichen.gif", buffer.getvalue()))
    with Image.open(BytesIO(stored(image))) as picture:
        assert picture.n_frames == 3


def test_a_photo_held_upright_stays_upright():
    image = uploaded("JPEG", "hoch.jpg", exif=exif(orientation=6))
    assert (image.width, image.height) == (40, 60)


def test_xmp_is_removed_as_well():
    packet = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">Goerlitz</x:xmpmeta><?xpacket end="w"?>'
    image = uploaded("WEBP", "xmp.webp", xmp=packet)
    assert b"Goerlitz" not in stored(image)


def test_transparency_survives():
    buffer = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(buffer, "PNG")
    image = CustomImage.objects.create(title="Logo", file=SimpleUploadedFile("logo.png", buffer.getvalue()))
    with Image.open(BytesIO(stored(image))) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((1, 1))[3] == 0


def test_a_photo_from_a_phone_goes_through_the_upload_form(client):
    home_page()
    client.force_login(UserFactory(groups=["Redaktion"]))
    content = picture_bytes("HEIF", (60, 40), exif=exif())
    file = SimpleUploadedFile("IMG_0001.HEIC", content, content_type="image/heic")
    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Foto", "files[]": file},
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )
    assert answer.json()["success"], answer.json()
    image = CustomImage.objects.get()
    assert image.filename.endswith(".jpg")
    assert b"Telefonbau" not in stored(image)


@pytest.mark.parametrize(("spec", "ending"), [("avif", ".avif"), ("webp", ".webp"), ("jpeg", ".jpg")])
def test_renditions_are_made_in_all_formats_of_the_site(spec, ending):
    image = uploaded("JPEG", "bild.jpg")
    rendition = image.get_rendition(f"width-30|format-{spec}")
    assert rendition.file.name.endswith(ending)
    assert (rendition.width, rendition.height) == (30, 20)
    with rendition.file.open("rb") as file, Image.open(file) as picture:
        assert picture.format == spec.upper()


def test_a_crop_keeps_the_focal_point():
    with Image.new("RGB", (200, 100), "white") as canvas:
        canvas.paste("red", (150, 0, 200, 100))
        buffer = BytesIO()
        canvas.save(buffer, "PNG")
    image = CustomImage.objects.create(
        title="Punkt",
        file=SimpleUploadedFile("punkt.png", buffer.getvalue()),
        focal_point_x=175,
        focal_point_y=50,
        focal_point_width=40,
        focal_point_height=40,
    )
    rendition = image.get_rendition("fill-50x100|format-png")
    with rendition.file.open("rb") as file, Image.open(file) as picture:
        assert picture.convert("RGB").getpixel((25, 50)) == (255, 0, 0)


def test_originals_are_never_served_and_renditions_are(client):
    image = uploaded("JPEG", "bild.jpg")
    assert client.get(image.file.url).status_code == 404
    assert client.get("/media/images/../original_images/bild.jpg").status_code == 404
    answer = client.get(image.get_rendition("width-30|format-webp").url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert "immutable" in answer["Cache-Control"]


def test_what_is_no_picture_is_refused(client):
    home_page()
    client.force_login(UserFactory(groups=["Redaktion"]))
    file = SimpleUploadedFile("bild.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
    client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Foto", "files[]": file},
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )
    assert not CustomImage.objects.exists()
