"""Addresses of the notices house; ids are random, so that no address says anything."""

from django.urls import path

from remit.web.notices import service_views, views

app_name = "notices"
urlpatterns = [
    path("", views.flags, name="flags"),
    path("flags/<uuid:pk>/", views.flag, name="flag"),
    path("flags/<uuid:pk>/take/", views.acknowledge, name="acknowledge"),
    path("flags/<uuid:pk>/outcome/", views.outcome, name="outcome"),
    path("flags/<uuid:pk>/downgrade/", views.downgrade, name="downgrade"),
    path("flags/<uuid:pk>/reopen/", views.reopen, name="reopen"),
    path("help/<slug:slug>/", service_views.help_now, name="help"),
    path("service/<slug:slug>/", service_views.service, name="service"),
    path("service/<slug:slug>/hours/", service_views.hours, name="hours"),
    path("service/<slug:slug>/holidays/", service_views.add_holiday, name="add_holiday"),
    path(
        "service/<slug:slug>/holidays/<int:pk>/remove/",
        service_views.remove_holiday,
        name="remove_holiday",
    ),
    path("service/<slug:slug>/duty/", service_views.add_turn, name="add_turn"),
    path("service/<slug:slug>/duty/<uuid:pk>/end/", service_views.end_turn, name="end_turn"),
    path("service/<slug:slug>/contacts/", service_views.new_contact, name="new_contact"),
    path(
        "service/<slug:slug>/contacts/<uuid:pk>/",
        service_views.change_contact,
        name="change_contact",
    ),
    path(
        "service/<slug:slug>/contacts/<uuid:pk>/<slug:what>/",
        service_views.settle_contact,
        name="settle_contact",
    ),
    path("service/<slug:slug>/content/", service_views.read_content, name="read_content"),
    path("service/<slug:slug>/approve/", service_views.approve, name="approve"),
    path("service/<slug:slug>/live/", service_views.go_live, name="go_live"),
]
