"""Proof that the isolation suite is real: each wall is removed in a copy of the product, and the suite must go red."""
