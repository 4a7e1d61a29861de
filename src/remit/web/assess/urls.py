"""Addresses of the assess house; ids are random, so that no address says anything."""

from django.urls import path

from remit.web.assess import panels, views

app_name = "assess"
urlpatterns = [
    path("leave/", panels.leave, name="leave"),
    path("blank/", panels.blank, name="blank"),
    path("<uuid:pk>/", views.start, name="start"),
    path("<uuid:pk>/<int:number>/", views.page, name="page"),
    path("<uuid:pk>/<int:number>/compare/", views.compare, name="compare"),
    path("<uuid:pk>/save/", views.save, name="save"),
    path("<uuid:pk>/contact/", panels.contact, name="contact"),
    path("<uuid:pk>/emergency/", panels.emergency, name="emergency"),
    path("<uuid:pk>/called/", panels.called, name="called"),
    path("<uuid:pk>/later/", views.later, name="later"),
    path("<uuid:pk>/review/", views.review, name="review"),
    path("<uuid:pk>/done/", views.done, name="done"),
    path("<uuid:pk>/paper/", views.on_paper, name="paper"),
    path("<uuid:pk>/answers/", views.answers, name="answers"),
]
