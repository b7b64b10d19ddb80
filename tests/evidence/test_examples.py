"""Every example in the documentation of the library's functions runs and says what it says."""

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

from samsyn import evidence

MODULES = [one.name for one in walk_packages(evidence.__path__, "samsyn.evidence.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    assert doctest.testmod(import_module(name)).failed == 0
