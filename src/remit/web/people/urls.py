from django.urls import path

from remit.web.people import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("sites/<slug:slug>/people/", views.accounts, name="accounts"),
    path("sites/<slug:slug>/people/new/", views.new_account, name="new_account"),
    path("sites/<slug:slug>/people/<int:pk>/role/", views.change_role, name="change_role"),
    path("sites/<slug:slug>/people/<int:pk>/close/", views.close_account, name="close_account"),
    path("sites/<slug:slug>/people/<int:pk>/link/", views.new_link, name="new_link"),
    path("sites/<slug:slug>/people/<int:pk>/factor/", views.reset_factor, name="reset_factor"),
    path("sites/<slug:slug>/audit/", views.audit_log, name="audit_log"),
]
