"""The folder of counts, named to the package of the metrics before it is imported anywhere."""

import os
from pathlib import Path

from motcua.config.environment import BadSetting

_NAME = "PROMETHEUS_MULTIPROC_DIR"


def metrics_folder(home: Path) -> Path:
    """Return the folder of the counts, made if need be."""
    folder = Path(os.environ.get(_NAME) or home / "run" / "metrics")
    # The private server's account passes through `run`: see environment.
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise BadSetting(
            f"Không ghi được vào thư mục {folder}. Đặt MOTCUA_HOME là thư mục ghi được."
        ) from fault
    os.environ[_NAME] = str(folder)
    return folder
