from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.reviews"
    label = "sites_reviews"
