"""Addresses of the consult house; ids are random, so that no address says anything."""

from django.urls import path

from remit.web.consult import door, views

app_name = "consult"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("demo/<str:key>/<str:token>/", door.demo_door, name="demo_door"),
    path("<uuid:pk>/", views.timeline_page, name="timeline"),
    path("<uuid:pk>/table/", views.table_page, name="table"),
    path("<uuid:pk>/report/", views.report_page, name="report"),
    path("<uuid:pk>/report/file/<slug:kind>/", views.report_file, name="report_file"),
    path("<uuid:pk>/chance/", views.chance_page, name="chance"),
    path("<uuid:pk>/add/", views.add_fact, name="add"),
    path("<uuid:pk>/withdraw/<uuid:entry>/", views.withdraw, name="withdraw"),
]
