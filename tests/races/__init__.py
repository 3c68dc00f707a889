"""Things that may happen once, asked for by many at the same moment: exactly one of them gets it.

The suite tries each a few times (tests/e2e/api/test_races.py); `make prove-races ROUNDS=500` tries each for long.
"""
