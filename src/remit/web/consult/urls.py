"""Addresses of the consult house; ids are random, so that no address says anything."""

from django.urls import path

from remit.web.consult import (
    clearance_views,
    clinic_views,
    door,
    links_found,
    process_note_views,
    timeline_views,
    together_views,
    urgent,
    views,
    visit_fact_views,
    visit_views,
)

app_name = "consult"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("demo/<str:key>/<str:token>/", door.demo_door, name="demo_door"),
    path("<uuid:pk>/", timeline_views.timeline_page, name="timeline"),
    path("<uuid:pk>/table/", timeline_views.table_page, name="table"),
    path("<uuid:pk>/what-counts/", timeline_views.what_counts, name="what_counts"),
    path("<uuid:pk>/edit/<str:key>/", timeline_views.edit_fact, name="edit_fact"),
    path(
        "<uuid:pk>/link/<str:stressor>/<str:symptom>/opinion/",
        timeline_views.opinion,
        name="opinion",
    ),
    path("<uuid:pk>/together/", together_views.together, name="together"),
    path("<uuid:pk>/together/said/", together_views.said, name="together_said"),
    path("<uuid:pk>/report/", views.report_page, name="report"),
    path("<uuid:pk>/report/file/<slug:kind>/", views.report_file, name="report_file"),
    path("<uuid:pk>/chance/", views.chance_page, name="chance"),
    path("<uuid:pk>/add/", views.add_fact, name="add"),
    path("<uuid:pk>/withdraw/<uuid:entry>/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/about/", visit_fact_views.about, name="about"),
    path("<uuid:pk>/fact/<uuid:entry>/", visit_fact_views.fact, name="fact"),
    path("<uuid:pk>/fact/new/<slug:table>/", visit_fact_views.new_fact, name="fact_new"),
    path("<uuid:pk>/consultation/", visit_views.visit, name="visit"),
    path("<uuid:pk>/consultation/start/", visit_views.start, name="visit_start"),
    path("<uuid:pk>/consultation/end/", visit_views.end, name="visit_end"),
    path("<uuid:pk>/consultation/understand/", visit_views.understand, name="visit_understand"),
    path("<uuid:pk>/consultation/keep/", visit_views.keep, name="visit_keep"),
    path(
        "<uuid:pk>/consultation/settle/<uuid:waiting>/",
        visit_views.settle_waiting,
        name="visit_settle",
    ),
    path("<uuid:pk>/consultation/undo/<uuid:entry>/", visit_views.undo_fact, name="visit_undo"),
    path(
        "<uuid:pk>/consultation/restore/<uuid:entry>/",
        visit_views.restore_fact,
        name="visit_restore",
    ),
    path("<uuid:pk>/consultation/notes/<slug:part>/", visit_views.notes, name="visit_notes"),
    path("<uuid:pk>/consultation/kept/", visit_views.kept, name="visit_kept"),
    path("<uuid:pk>/consultation/changed/", visit_views.changed, name="visit_changed"),
    path("<uuid:pk>/before/", clinic_views.before, name="before"),
    path("<uuid:pk>/urgent/", urgent.urgent, name="urgent"),
    path("<uuid:pk>/before/raise/", clearance_views.raise_page, name="raise_unflagged"),
    path("<uuid:pk>/record/<slug:kind>/", clinic_views.clinic_record, name="clinic"),
    path("<uuid:pk>/inventory/add/", clinic_views.add_inventory, name="add_inventory"),
    path("<uuid:pk>/links-found/", links_found.links_found_page, name="links_found"),
    path("<uuid:pk>/process/", process_note_views.process_notes_page, name="process_notes"),
    path(
        "<uuid:pk>/process/<uuid:note>/", process_note_views.process_note_page, name="process_note"
    ),
    path(
        "<uuid:pk>/process/<uuid:note>/release/",
        process_note_views.release_page,
        name="release_process_note",
    ),
    path(
        "<uuid:pk>/process/<uuid:note>/release/<uuid:release>/end/",
        process_note_views.end_release_page,
        name="end_process_release",
    ),
    path("<uuid:pk>/worksheets/", clinic_views.worksheets, name="worksheets"),
    path("<uuid:pk>/medicines/", clearance_views.medicines, name="medicines"),
    path("<uuid:pk>/medicines/change/", clearance_views.medicine_change, name="medicine_change"),
    path("<uuid:pk>/clearance/", clearance_views.clearance_page, name="clearance"),
    path("<uuid:pk>/clearance/withdraw/", clearance_views.withdraw_page, name="withdraw_clearance"),
]
