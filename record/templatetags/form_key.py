"""`{% csrf_token %}` with the one-time key of the form beside it, so that no form can be written without one."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from record.services.form_keys import FIELD, new_key

register = template.Library()


class FormKeyNode(CsrfTokenNode):
    def render(self, context: Any) -> SafeString:
        """The hidden field of Django, and ours."""
        token = super().render(context)
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, FIELD, new_key())


@register.tag
def csrf_token(parser: Parser, token: Token) -> FormKeyNode:
    """In place of Django's own, in every template."""
    return FormKeyNode()
