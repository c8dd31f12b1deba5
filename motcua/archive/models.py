"""Issued results of procedures; where they come from is kept as a code, not as a key."""

from django.db import models
from django.db.models import Q


class IssuedResult(models.Model):
    """A numbered result: decision, certificate, licence or refusal (kết quả giải quyết TTHC)."""

    dossier_code = models.CharField("mã hồ sơ", max_length=60)
    dossier_number = models.BigIntegerField("hồ sơ số")
    kind = models.CharField(
        "loại", max_length=10, choices=[("result", "Kết quả"), ("refusal", "Từ chối giải quyết")]
    )
    result_code = models.CharField("mã loại kết quả", max_length=40, db_default="")
    name = models.CharField("tên kết quả", max_length=300)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    unit = models.IntegerField("đơn vị")
    number = models.CharField("số, ký hiệu", max_length=60)
    year = models.PositiveSmallIntegerField("năm")
    issued_at = models.DateTimeField("ban hành lúc")
    signer = models.CharField("người ký", max_length=200)
    reason = models.TextField("lý do từ chối", db_default="")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="result_number_once_a_year", fields=["unit", "year", "number"]
            ),
            models.UniqueConstraint(
                name="result_one_valid_a_dossier",
                fields=["dossier_number"],
                condition=Q(revoked_at=None),
            ),
            models.CheckConstraint(
                name="result_refusal_says_why", condition=~Q(kind="refusal", reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.number
