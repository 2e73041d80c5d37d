"""The addresses of the screens of security."""

from django.urls import include, path

from sites.security.views.log import Log
from sites.security.views.own import OwnSecurity
from sites.security.views.password import NewPassword
from sites.security.views.person import Leak, Lock, Unlock

security_urlpatterns = [
    path("", OwnSecurity.as_view(), name="own"),
    path("password/", NewPassword.as_view(), name="password"),
    path("log/", Log.as_view(), name="log"),
    path("log/results/", Log.as_view(results_only=True), name="log_results"),
    path("<int:person_id>/log/", Log.as_view(), name="of_person"),
    path("<int:person_id>/log/results/", Log.as_view(results_only=True), name="of_person_results"),
    path("<int:person_id>/lock/", Lock.as_view(), name="lock"),
    path("<int:person_id>/unlock/", Unlock.as_view(), name="unlock"),
    path("<int:person_id>/leak/", Leak.as_view(), name="leak"),
]
admin_urlpatterns = [path("security/", include((security_urlpatterns, "security")))]
