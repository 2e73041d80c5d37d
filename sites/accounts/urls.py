"""The addresses of the screens of people, and of the door at which a password is set."""

from django.urls import include, path

from sites.accounts.views.alarms import SettleAlarm
from sites.accounts.views.ending import EndPost, EndSeat
from sites.accounts.views.giving import GivePost, GiveSeat, Invite, InviteAdministrator
from sites.accounts.views.listing import People
from sites.accounts.views.password import SetPassword
from sites.accounts.views.person import Close, Correct, PersonPage, SendLink

people_urlpatterns = [
    path("", People.as_view(), name="index"),
    path("results/", People.as_view(results_only=True), name="results"),
    path("invite/", Invite.as_view(), name="invite"),
    path("invite-administrator/", InviteAdministrator.as_view(), name="invite_administrator"),
    path("<int:person_id>/", PersonPage.as_view(), name="person"),
    path("<int:person_id>/correct/", Correct.as_view(), name="correct"),
    path("<int:person_id>/send-link/", SendLink.as_view(), name="send_link"),
    path("<int:person_id>/close/", Close.as_view(), name="close"),
    path("<int:person_id>/give-post/", GivePost.as_view(), name="give_post"),
    path("<int:person_id>/give-seat/", GiveSeat.as_view(), name="give_seat"),
    path("posts/<int:row_id>/end/", EndPost.as_view(), name="end_post"),
    path("seats/<int:row_id>/end/", EndSeat.as_view(), name="end_seat"),
    path("alarms/<int:alarm_id>/", SettleAlarm.as_view(), name="settle_alarm"),
]
admin_urlpatterns = [path("people/", include((people_urlpatterns, "people")))]
# In front of Wagtail's addresses: this one takes the place of Wagtail's, whose links nobody here writes.
door_urlpatterns = [path("password_reset/confirm/<uidb64>/<token>/", SetPassword.as_view(), name="set_password")]
