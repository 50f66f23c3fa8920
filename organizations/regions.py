"""The 20 regions of Kazakhstan (ISO 3166-2), three of them split off on 8 June 2022."""

from datetime import date

from organizations.models import Region

REFORM = date(2022, 6, 8)
REGIONS = {
    "KZ-71": ("город Астана", "Астана қаласы"),
    "KZ-75": ("город Алматы", "Алматы қаласы"),
    "KZ-79": ("город Шымкент", "Шымкент қаласы"),
    "KZ-10": ("область Абай", "Абай облысы"),
    "KZ-11": ("Акмолинская область", "Ақмола облысы"),
    "KZ-15": ("Актюбинская область", "Ақтөбе облысы"),
    "KZ-19": ("Алматинская область", "Алматы облысы"),
    "KZ-23": ("Атырауская область", "Атырау облысы"),
    "KZ-27": ("Западно-Казахстанская область", "Батыс Қазақстан облысы"),
    "KZ-31": ("Жамбылская область", "Жамбыл облысы"),
    "KZ-33": ("область Жетісу", "Жетісу облысы"),
    "KZ-35": ("Карагандинская область", "Қарағанды облысы"),
    "KZ-39": ("Костанайская область", "Қостанай облысы"),
    "KZ-43": ("Кызылординская область", "Қызылорда облысы"),
    "KZ-47": ("Мангистауская область", "Маңғыстау облысы"),
    "KZ-55": ("Павлодарская область", "Павлодар облысы"),
    "KZ-59": ("Северо-Казахстанская область", "Солтүстік Қазақстан облысы"),
    "KZ-61": ("Туркестанская область", "Түркістан облысы"),
    "KZ-62": ("область Ұлытау", "Ұлытау облысы"),
    "KZ-63": ("Восточно-Казахстанская область", "Шығыс Қазақстан облысы"),
}
SPLIT_FROM = {"KZ-10": "KZ-63", "KZ-33": "KZ-19", "KZ-62": "KZ-35"}


def known(iso: str) -> Region | None:
    """The region of the list, not saved."""
    if iso not in REGIONS:
        return None
    name_ru, name_kk = REGIONS[iso]
    return Region(iso=iso, name_ru=name_ru, name_kk=name_kk, exists_from=REFORM if iso in SPLIT_FROM else None)


def enter_missing(isos: set[str]) -> None:
    """Those of the list that the database lacks, with the ones they were split from."""
    wanted = isos | {SPLIT_FROM[iso] for iso in isos if iso in SPLIT_FROM}
    present = set(Region.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    new = [region for iso in sorted(wanted - present) if (region := known(iso))]
    Region.objects.bulk_create(new)
    for region in new:
        if region.iso in SPLIT_FROM:
            Region.objects.filter(pk=region.iso).update(split_from=SPLIT_FROM[region.iso])
