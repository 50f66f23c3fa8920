"""The large union: how long its pages take. `make bench` builds it, asks for its pages and prints a table.

Measurements, not tests: a figure depends on the machine. What is asserted stands in tests/test_bench.py.
"""
