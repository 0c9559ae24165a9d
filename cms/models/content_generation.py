from django.db import models


class ContentGeneration(models.Model):
    """The number of content changes so far: one row, part of every page-cache key.

    A second row counts changes of the search index, which change nothing but search results.
    """

    number = models.PositiveBigIntegerField(default=0)

    ROW, INDEX_ROW = 1, 2

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls):
        return cls.current_with_index()[0]

    @classmethod
    def current_with_index(cls):
        numbers = dict(cls.objects.values_list("pk", "number"))
        return numbers.get(cls.ROW, 0), numbers.get(cls.INDEX_ROW, 0)

    @classmethod
    def advance(cls, row=ROW):
        if not cls.objects.filter(pk=row).update(number=models.F("number") + 1):
            cls.objects.get_or_create(pk=row, defaults={"number": 1})
