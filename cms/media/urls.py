"""Addresses of media: public ones by content, private ones below the admin."""

from django.urls import path

from cms.media import views

urlpatterns = [path("media/<str:name>", views.public_medium, name="public_medium")]
# Below /admin/, behind the admin's login (`wagtail_hooks`); `MEDIA_URL` points here.
admin_urlpatterns = [path("private-media/<path:path>", views.private_picture, name="private_picture")]
