"""The code of a function of this package, as Lambda takes it: the same text wherever the program runs.

Files are taken in as text. By their paths, previews and states would tell where an environment lies, and
differ from one to the next.
"""

from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pulumi

_FOLDER = Path(__file__).parent / "lambdas"


def lambda_archive(package: str) -> pulumi.AssetArchive:
    """Archive one folder of ``components/lambdas``, its tests and caches left out.

    Args:
        package: Name of the folder, which stays part of the handler's name: ``<package>.handler.handle``.
    """
    return pulumi.AssetArchive(
        {f"{package}/{file.name}": _text(file) for file in sorted((_FOLDER / package).glob("*.py"))}
    )


def installed_modules(name: str) -> dict[str, pulumi.StringAsset]:
    """Give the modules of an installed distribution by their path in an archive.

    With them goes what a module needs to ask for its own version, and no more: descriptions are long, and
    every state keeps them.

    Args:
        name: The distribution, all in plain Python.

    Raises:
        PackageNotFoundError: It is not installed, or does not say what it consists of.
    """
    found = distribution(name)
    if not found.files:
        raise PackageNotFoundError(name)
    modules = {
        str(one): _text(Path(str(one.locate())))
        for one in sorted(found.files)
        if one.suffix == ".py" and ".." not in one.parts
    }
    return {**modules, **_metadata(found)}


def _metadata(found: Distribution) -> dict[str, pulumi.StringAsset]:
    title, version = found.metadata["Name"], found.version
    folder = f"{title.replace('-', '_')}-{version}.dist-info"
    text = f"Metadata-Version: 2.1\nName: {title}\nVersion: {version}\n"
    return {f"{folder}/METADATA": pulumi.StringAsset(text)}


def _text(file: Path) -> pulumi.StringAsset:
    return pulumi.StringAsset(file.read_text(encoding="utf-8"))
