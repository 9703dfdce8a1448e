"""The rules of the house on the real tree: every rule is one test."""
import pytest
import rules_layers
import rules_security
import rules_shape
import rules_size
import rules_tests
import rules_text

RULES = (rules_layers.RULES + rules_size.RULES + rules_text.RULES + rules_shape.RULES
         + rules_tests.RULES + rules_security.RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_tree_keeps(rule, tree):
    violations = rule(tree)
    assert not violations, "\n" + "\n".join(violations)
