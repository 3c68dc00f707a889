"""The house's own rules, which no general tool knows; `python -m scripts.lints` runs them all."""
