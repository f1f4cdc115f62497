"""The mutations still fit the code; that each is found takes minutes: `make chaos-mutations`."""

import ast

import pytest

from tests.chaos.mutations import MUTATIONS, mutated


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_makes_other_code_that_still_runs(mutation):
    with mutated(mutation) as folder:
        code = (folder / "agents" / mutation.module).read_text(encoding="utf-8")
        ast.parse(code)
        assert mutation.bad in code
