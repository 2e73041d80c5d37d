from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.pages"
    label = "cms_pages"
