from django.apps import AppConfig


class DecreesConfig(AppConfig):
    name = "decrees"
