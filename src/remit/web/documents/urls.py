"""Addresses of the documents house; ids are random, so that no address says anything."""

from django.urls import URLPattern, path

from remit.web.documents import (
    explanation_views,
    formulation_views,
    letter_views,
    pdf_views,
    sharing_views,
)

app_name = "documents"
urlpatterns: list[URLPattern] = [
    path(
        "<uuid:pk>/explanation/",
        explanation_views.explanation_page,
        name="explanation",
    ),
    path(
        "<uuid:pk>/explanation/answers/",
        explanation_views.explanation_answers,
        name="explanation_answers",
    ),
    path(
        "<uuid:pk>/explanation/send/",
        explanation_views.explanation_send,
        name="explanation_send",
    ),
    path("<uuid:pk>/letters/", letter_views.letters, name="letters"),
    path("<uuid:pk>/letters/begin/", letter_views.begin, name="letter_begin"),
    path("<uuid:pk>/letters/<uuid:letter>/", letter_views.letter_page, name="letter"),
    path("<uuid:pk>/letters/<uuid:letter>/print/", letter_views.letter_print, name="letter_print"),
    path("<uuid:pk>/letters/<uuid:letter>/copy/", letter_views.letter_copy, name="letter_copy"),
    path("<uuid:pk>/letters/<uuid:letter>/pdf/", pdf_views.letter_pdf, name="letter_pdf"),
    path(
        "<uuid:pk>/formulation/<int:number>/pdf/<str:audience>/",
        pdf_views.formulation_pdf,
        name="formulation_pdf",
    ),
    path("<uuid:pk>/copy/", letter_views.whole_copy, name="copy"),
    path("<uuid:pk>/share/<str:what>/<uuid:of>/", sharing_views.share_page, name="share"),
    path("<uuid:pk>/shared/<uuid:share>/back/", sharing_views.withdraw, name="share_withdraw"),
    path("<uuid:pk>/formulation/", formulation_views.formulation_page, name="formulation"),
    path(
        "<uuid:pk>/formulation/version/<int:number>/",
        formulation_views.formulation_version,
        name="formulation_version",
    ),
    path(
        "<uuid:pk>/formulation/start/",
        formulation_views.formulation_start,
        name="formulation_start",
    ),
    path(
        "<uuid:pk>/formulation/sentence/<slug:sentence>/",
        formulation_views.formulation_sentence,
        name="formulation_sentence",
    ),
    path(
        "<uuid:pk>/formulation/sentence/<slug:sentence>/<slug:act>/",
        formulation_views.formulation_row,
        name="formulation_row",
    ),
    path("<uuid:pk>/formulation/own/", formulation_views.formulation_own, name="formulation_own"),
    path(
        "<uuid:pk>/formulation/again/",
        formulation_views.formulation_again,
        name="formulation_again",
    ),
    path(
        "<uuid:pk>/formulation/ticks/",
        formulation_views.formulation_ticks,
        name="formulation_ticks",
    ),
    path(
        "<uuid:pk>/formulation/sign/",
        formulation_views.formulation_sign,
        name="formulation_sign",
    ),
    path(
        "<uuid:pk>/formulation/print/",
        formulation_views.formulation_print,
        name="formulation_print",
    ),
]
