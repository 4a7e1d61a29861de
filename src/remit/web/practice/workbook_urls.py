"""Addresses of the workbook on paper."""

from django.urls import URLPattern, path

from remit.web.practice import workbook_views

PATTERNS: list[URLPattern] = [
    path("workbook/", workbook_views.own, name="workbook"),
    path("workbook/workbook.pdf", workbook_views.own_pdf, name="workbook_pdf"),
    path("workbook/pages/", workbook_views.own_pages, name="workbook_pages"),
    path("groups/<uuid:pk>/workbook/", workbook_views.group, name="group_workbook"),
    path(
        "groups/<uuid:pk>/workbook/workbook.pdf", workbook_views.group_pdf,
        name="group_workbook_pdf",
    ),
    path("groups/<uuid:pk>/workbook/calls.pdf", workbook_views.calls_pdf, name="workbook_calls"),
    path("groups/<uuid:pk>/workbook/pages/", workbook_views.group_pages,
         name="group_workbook_pages"),
]  # fmt: skip
