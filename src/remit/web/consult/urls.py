"""Addresses of the consult house; ids are random, so that no address says anything."""

from django.urls import path

from remit.web.consult import clearance_views, clinic_views, door, views

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
    path("<uuid:pk>/before/", clinic_views.before, name="before"),
    path("<uuid:pk>/before/raise/", clearance_views.raise_page, name="raise_unflagged"),
    path("<uuid:pk>/record/<slug:kind>/", clinic_views.clinic_record, name="clinic"),
    path("<uuid:pk>/inventory/add/", clinic_views.add_inventory, name="add_inventory"),
    path("<uuid:pk>/worksheets/", clinic_views.worksheets, name="worksheets"),
    path("<uuid:pk>/medicines/", clearance_views.medicines, name="medicines"),
    path("<uuid:pk>/medicines/change/", clearance_views.medicine_change, name="medicine_change"),
    path("<uuid:pk>/clearance/", clearance_views.clearance_page, name="clearance"),
    path("<uuid:pk>/clearance/withdraw/", clearance_views.withdraw_page, name="withdraw_clearance"),
]
