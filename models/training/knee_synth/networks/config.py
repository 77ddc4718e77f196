"""Sizes of a network as a configuration file names them."""

from collections.abc import Mapping
from typing import Any, TypeVar

Config = TypeVar("Config")


def config_of(cls: type[Config], values: Mapping[str, Any]) -> Config:
    """The configuration of a network out of what JSON keeps of it, in which tuples are lists.

    Args:
        cls: dataclass of the sizes, none of which is a list.
        values: the sizes by name; those that have a default may be left out.

    Raises:
        TypeError: a size is missing, or is none of the network's.
    """
    return cls(**{n: tuple(v) if isinstance(v, list) else v for n, v in values.items()})
