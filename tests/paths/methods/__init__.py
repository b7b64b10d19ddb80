"""Stories: a constructed person walks through all of each method that comes with Samsyn."""

import pytest

pytest.register_assert_rewrite("tests.paths.methods.walk")
