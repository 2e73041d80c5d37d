"""Addresses: those of contributors stand by themselves, those of the desk in the admin."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from workflows.contributions.views import accounts, desk, door, mine

_contributors = [
    path("", mine.mine, name="mine"),
    path("login/", door.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(next_page="contribute:login"), name="logout"),
    path("register/", door.register, name="register"),
    path("register/received/", door.received, name="received"),
    path("agree/<uuid:profile_id>/", mine.agree, name="agree"),
    path("new/<uuid:profile_id>/<slug:form_code>/", mine.new, name="new"),
    path("<uuid:public_id>/", mine.one, name="one"),
    path("<uuid:public_id>/files/<int:file_id>/", mine.file, name="file"),
]
_desk = [
    path("", desk.inbox, name="start"),
    path("sites/<slug:code>/", desk.inbox, name="inbox"),
    path("sites/<slug:code>/letter/", desk.letter, name="letter"),
    path("sites/<slug:code>/accounts/", accounts.accounts, name="accounts"),
    path("sites/<slug:code>/accounts/open/", accounts.opening, name="opening"),
    path("accounts/", accounts.accounts, name="people"),
    path("accounts/<int:contributor_id>/", accounts.account, name="account"),
    path("<int:contribution_id>/", desk.one, name="one"),
    path("<int:contribution_id>/files/<int:file_id>/", desk.file, name="file"),
    path("<int:contribution_id>/files/<int:file_id>/<slug:size>/", desk.picture, name="picture"),
]
urlpatterns = [path("contribute/", include((_contributors, "contribute")))]
admin_urlpatterns = [path("contributions/", include((_desk, "contributions")))]
