"""The installed version, for the foot of a page and the manifest of a backup."""

from importlib.metadata import PackageNotFoundError, version

from remit import __version__


def app_version() -> str:
    try:
        return version("remit")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return __version__
