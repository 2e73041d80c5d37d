from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.news"
    label = "cms_news"
