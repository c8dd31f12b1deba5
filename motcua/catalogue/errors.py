"""Refusals of the catalogue."""

from motcua.kernel.errors import Refusal


class CatalogueRefusal(Refusal):
    """The root of this room's refusals."""


class UnknownProcedure(CatalogueRefusal):
    """No procedure has that key."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"Danh mục không có thủ tục “{slug}”; hãy chọn mã thủ tục trong danh mục đã công khai."
        )
        self.slug = slug


class UnknownField(CatalogueRefusal):
    """No field has that key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Danh mục không có lĩnh vực “{key}”; hãy chọn một lĩnh vực đã có.")
        self.key = key


class RouteRefused(CatalogueRefusal):
    """A route may not be published as it stands."""


class VersionRefused(CatalogueRefusal):
    """A version of a procedure may not be drafted or published as it stands."""


class SamePersonRefused(CatalogueRefusal):
    """The person who drafted may not be the one who publishes."""

    def __init__(self) -> None:
        super().__init__(
            "Người soạn không được tự công khai; hãy nhờ người thứ hai kiểm tra và công khai."
        )


class SupplementRefused(CatalogueRefusal):
    """A unit's own words about a procedure may not be drafted or published as they stand."""


class DraftNotFound(CatalogueRefusal):
    """The draft was withdrawn or published in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            "Bản dự thảo này không còn: đã được rút hoặc đã công khai; hãy mở lại trang thủ tục."
        )


class DiagramRefused(CatalogueRefusal):
    """A BPMN file says something that a route cannot say."""


class UpdateFileRefused(CatalogueRefusal):
    """A file of catalogue updates cannot be read at all."""
