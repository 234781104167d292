"""The shapes of what the API answers; decimals are text, so that no reader rounds them."""

from rest_framework import serializers


class ColumnSerializer(serializers.Serializer):
    """A column of a report."""

    name = serializers.CharField()
    label = serializers.CharField()
    meaning = serializers.CharField()
    type = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)


class TotalSerializer(serializers.Serializer):
    """One line of totals."""

    label = serializers.CharField()
    values = serializers.DictField(child=serializers.CharField(allow_null=True))
    note = serializers.CharField(allow_blank=True)


class ReportSerializer(serializers.Serializer):
    """A report: what was asked, its columns, its totals and its rows, each row an object by column name."""

    report = serializers.CharField()
    title = serializers.CharField()
    question = serializers.CharField()
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField()
    recording = serializers.IntegerField()
    version = serializers.IntegerField()
    filters = serializers.DictField(child=serializers.CharField())
    columns = ColumnSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    totals = TotalSerializer(many=True)
    rows = serializers.ListField(child=serializers.DictField())


class DefinitionSerializer(serializers.Serializer):
    """A report that can be asked."""

    name = serializers.CharField()
    title = serializers.CharField()
    question = serializers.CharField()
    filters = serializers.ListField(child=serializers.CharField())
    columns = ColumnSerializer(many=True)


class KindSerializer(serializers.Serializer):
    """A kind of object that can be asked for; `key` are the columns that name one."""

    name = serializers.CharField()
    address = serializers.URLField()
    question = serializers.CharField()
    key = serializers.ListField(child=serializers.CharField())
    filters = serializers.ListField(child=serializers.CharField())
    columns = ColumnSerializer(many=True)


class ProblemSerializer(serializers.Serializer):
    """Why a question was refused (RFC 9457); `errors` has sentences by parameter."""

    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)
