from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.media"
    label = "cms_media"
