"""What robots ask at the root of a host."""

from django.urls import path

from api.feeds.robots import RobotsAtRoot

urlpatterns = [path("robots.txt", RobotsAtRoot.as_view(), name="robots-at-root")]
