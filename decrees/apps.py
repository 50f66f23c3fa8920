from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecreesConfig(AppConfig):
    name = "decrees"
    verbose_name = _("Decrees")

    def ready(self) -> None:
        from decrees import tables
        from documents import registry

        registry.register("decrees", tables.build)
