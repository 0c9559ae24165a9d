from django.db import models


class PackagedPage(models.Model):
    """What phones are told about a live page. `frontend.package.build` writes it, from the page as visitors see it."""

    page = models.OneToOneField("wagtailcore.Page", models.CASCADE, primary_key=True, related_name="packaged")
    version = models.CharField(max_length=12)
    size = models.PositiveIntegerField()
    """Bytes that fetching the page takes, without its pictures."""
    images = models.JSONField()
    """[{"page": primary key of the page whose card shows the picture, or None, "files": [candidates]}, …]"""
    audio = models.JSONField()
    next_pages = models.JSONField()
    filter_values = models.JSONField()
    listing = models.CharField(max_length=255)
    card = models.TextField()
    text = models.TextField()

    # A page is not "used" by what is derived from it.
    wagtail_reference_index_ignore = True

    def __str__(self):
        return f"{self.page_id}, {self.version}"


class PackageBuild(models.Model):
    """What the package was last built for: one row."""

    built_for = models.CharField(max_length=80)

    ROW = 1

    def __str__(self):
        return self.built_for

    @classmethod
    def last(cls):
        return cls.objects.filter(pk=cls.ROW).values_list("built_for", flat=True).first()

    @classmethod
    def remember(cls, built_for):
        cls.objects.update_or_create(pk=cls.ROW, defaults={"built_for": built_for})
