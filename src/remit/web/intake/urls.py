"""Addresses of the intake house; neutral, and ids are random."""

from django.urls import path

from remit.web.intake import entrance, shared_views, staff_views, views

app_name = "intake"
urlpatterns = [
    path("", views.home, name="home"),
    path("open/<str:token>/", entrance.open_link, name="open"),
    path("agree/", views.consent, name="consent"),
    path("begin/<slug:key>/", views.begin, name="begin"),
    path("new/", views.something_new, name="something_new"),
    path("medicines/", views.medicines, name="medicines"),
    path("stop/", views.withdraw, name="withdraw"),
    path("ended/", views.ended, name="ended"),
    path("opened/", views.opened, name="opened"),
    path("shared/", shared_views.shared, name="shared"),
    path("shared/<uuid:share>/", shared_views.shared_text, name="shared_text"),
    path("invited/", staff_views.invitations, name="invitations"),
    path("invite/", staff_views.invite, name="invite"),
    path("invited/<uuid:pk>/", staff_views.invitation, name="invitation"),
    path("invited/<uuid:pk>/together/", staff_views.on_behalf, name="on_behalf"),
    path("invited/<uuid:pk>/together/begin/", staff_views.begin_for, name="begin_for"),
]
