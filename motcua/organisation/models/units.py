"""Units of government and their divisions, one-stop points, counters, succession."""

from django.db import models
from django.db.models import F, Q

from motcua.organisation.models.validity import Valid, never_twice_at_once
from motcua.organisation.rules import NEW_CODE, OLD_CODE, PREFIX
from motcua.organisation.vocabulary import Extent, Level, OneStopKind, UnitKind


class Unit(Valid):
    """A unit with the days on which it exists; a code alone is not unique over time."""

    slug = models.CharField("địa chỉ", max_length=80, unique=True)
    kind = models.CharField("loại", max_length=20, choices=[(k.value, k.label) for k in UnitKind])
    level = models.CharField("cấp", max_length=10, choices=[(k.value, k.label) for k in Level])
    name = models.CharField("tên đầy đủ", max_length=200)  # with its kind: "Huyện Ba Vì"
    short_name = models.CharField("tên riêng", max_length=200)  # "Ba Vì"
    sort_key = models.CharField("khóa sắp xếp", max_length=700)
    # What the unit does in a route (quy trình nội bộ), such as phong_tu_phap.
    key = models.CharField("vai trò trong quy trình", max_length=60, db_default="")
    official_code = models.CharField(
        "mã định danh (QĐ 20/2020/QĐ-TTg)", max_length=35, unique=True, null=True
    )
    official_code_old = models.CharField(
        "mã định danh (QCVN 102:2016/BTTTT)", max_length=13, unique=True, null=True
    )
    gso_code = models.CharField("mã số thống kê", max_length=5, null=True)
    dossier_prefix = models.CharField("tiền tố mẫu của mã hồ sơ", max_length=12, null=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="thuộc"
    )

    class Meta(Valid.Meta):
        constraints = [
            *Valid.Meta.constraints,
            models.UniqueConstraint(
                name="unit_gso_code_once_a_period", fields=["gso_code", "valid_from"]
            ),
            models.UniqueConstraint(name="unit_prefix_of_its_own", fields=["dossier_prefix"]),
            models.UniqueConstraint(
                name="unit_key_once_below_a_parent",
                fields=["parent", "key", "valid_from"],
                condition=~Q(key=""),
            ),
            models.CheckConstraint(
                name="unit_code_in_the_new_form",
                condition=Q(official_code=None) | Q(official_code__regex=NEW_CODE),
            ),
            models.CheckConstraint(
                name="unit_code_in_the_old_form",
                condition=Q(official_code_old=None) | Q(official_code_old__regex=OLD_CODE),
            ),
            models.CheckConstraint(
                name="unit_gso_code_of_digits",
                condition=Q(gso_code=None) | Q(gso_code__regex=r"^([0-9]{2}|[0-9]{3}|[0-9]{5})$"),
            ),
            models.CheckConstraint(
                name="unit_prefix_looks_like_a_sample",
                condition=Q(dossier_prefix=None) | Q(dossier_prefix__regex=PREFIX),
            ),
            models.CheckConstraint(name="unit_is_not_its_own_parent", condition=~Q(parent=F("id"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code_prefix(self) -> str:
        """What dossier codes of this unit begin with: an official code, else the visible sample.

        Empty for a unit that receives no dossiers of its own.
        """
        return self.official_code or self.official_code_old or self.dossier_prefix or ""


class UnitName(Valid):
    """What a unit is called in a period (tên gọi); a unit never renamed has no row here."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names")
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên riêng", max_length=200)

    class Meta(Valid.Meta):
        constraints = [
            *Valid.Meta.constraints,
            never_twice_at_once("unit_name_once_at_a_time", "unit"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitPlace(Valid):
    """Which unit a unit belonged to in a period; a unit never moved has no row here.

    The parent of the unit itself is the place of today; a question about a past day asks here.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="places")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="places_below")

    class Meta(Valid.Meta):
        constraints = [
            *Valid.Meta.constraints,
            never_twice_at_once("unit_place_once_at_a_time", "unit"),
            models.CheckConstraint(name="unit_place_not_in_itself", condition=~Q(parent=F("unit"))),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id}"


class Succession(models.Model):
    """An old unit, or a part of it, went into a new one (sáp nhập, chia tách)."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins")
    on = models.DateField("từ ngày")
    extent = models.CharField("phần", max_length=5, choices=[(k.value, k.label) for k in Extent])
    # Who continues the open dossiers of the old unit; one at most, others by decision.
    takes_over = models.BooleanField("tiếp nhận hồ sơ đang giải quyết", db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="succession_named_once", fields=["predecessor", "successor"]
            ),
            models.UniqueConstraint(
                name="succession_one_takes_over",
                fields=["predecessor"],
                condition=Q(takes_over=True),
            ),
            models.UniqueConstraint(
                name="succession_whole_goes_to_one",
                fields=["predecessor"],
                condition=Q(extent=Extent.WHOLE.value),
            ),
            models.CheckConstraint(
                name="succession_between_two_units",
                condition=~Q(predecessor=F("successor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class OneStopUnit(Valid):
    """A one-stop point (Bộ phận Một cửa): where dossiers are received and results returned."""

    slug = models.CharField("địa chỉ", max_length=100, unique=True)
    kind = models.CharField(
        "loại", max_length=20, choices=[(k.value, k.label) for k in OneStopKind]
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="one_stop_units", verbose_name="thuộc đơn vị"
    )
    name = models.CharField("tên", max_length=200)
    address = models.CharField("nơi đặt", max_length=300, db_default="")

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """A counter (quầy) of a one-stop point."""

    one_stop_unit = models.ForeignKey(OneStopUnit, models.PROTECT, related_name="counters")
    number = models.PositiveSmallIntegerField("số quầy")
    name = models.CharField("tên quầy", max_length=200, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="counter_number_once", fields=["one_stop_unit", "number"])
        ]

    def __str__(self) -> str:
        return f"Quầy {self.number}"
