"""Persons and legal entities that file dossiers or own them."""

from django.db import models
from django.db.models import Q

from motcua.people.rules import IDENTITY_NUMBER, PHONE, REGISTRATION_NUMBER
from motcua.people.vocabulary import PersonKind


class Person(models.Model):
    """A person or an organisation; without a number two rows of one name stay two."""

    kind = models.CharField(
        "loại", max_length=12, choices=[(k.value, k.label) for k in PersonKind], db_default="person"
    )
    name = models.CharField("họ và tên, tên tổ chức", max_length=300)
    folded = models.CharField("tên không dấu", max_length=300)
    sort_key = models.CharField("khóa sắp xếp", max_length=1000)
    identity_number = models.CharField("số định danh cá nhân", max_length=12, null=True)
    registration_number = models.CharField("mã số doanh nghiệp, thuế", max_length=14, null=True)
    phone = models.CharField("điện thoại", max_length=16, db_default="")
    address = models.CharField("địa chỉ", max_length=500, db_default="")
    birth_on = models.DateField("ngày sinh", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="identity_number_once", fields=["identity_number"]),
            models.UniqueConstraint(
                name="registration_number_once", fields=["registration_number"]
            ),
            models.CheckConstraint(
                name="identity_number_of_12_digits",
                condition=Q(identity_number=None) | Q(identity_number__regex=IDENTITY_NUMBER),
            ),
            models.CheckConstraint(
                name="registration_number_of_10_or_13_digits",
                condition=Q(registration_number=None)
                | Q(registration_number__regex=REGISTRATION_NUMBER),
            ),
            models.CheckConstraint(
                name="number_fits_the_kind_of_person",
                condition=Q(kind=PersonKind.PERSON.value, registration_number=None)
                | Q(kind=PersonKind.ORGANISATION.value, identity_number=None, birth_on=None),
            ),
            models.CheckConstraint(
                name="phone_with_country_code", condition=Q(phone="") | Q(phone__regex=PHONE)
            ),
            models.CheckConstraint(name="person_has_a_name", condition=~Q(name="")),
        ]
        indexes = [
            # text_pattern_ops: a search by the beginning of the name uses it in any collation.
            models.Index(
                name="person_by_folded_name", fields=["folded"], opclasses=["varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.name
