"""Shapes of answers, for the schema."""

from rest_framework import serializers

from api.problems import MEDIA_TYPE


class ReceivedSerializer(serializers.Serializer):
    status = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)  # type: ignore[assignment]


class HealthSerializer(serializers.Serializer):
    status = serializers.CharField()


def problems(*statuses):
    """Describe answers of these statuses, for `responses` of a schema."""
    return {(status, MEDIA_TYPE): ProblemSerializer for status in statuses}
