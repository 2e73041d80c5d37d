from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.home"
    label = "cms_home"
