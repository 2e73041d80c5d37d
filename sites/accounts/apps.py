from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.accounts"
    label = "sites_accounts"
