from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.origins"
    label = "cms_origins"
