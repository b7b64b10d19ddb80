"""Measurements: server CPU, latency, throughput and queries on a large synthetic database (`make bench`)."""
