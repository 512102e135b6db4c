"""What operators see of the running site: metrics for Prometheus, log lines as JSON, the id of each request.

The lowest package: every other one may count here, and nothing personal comes in: no label or field names a person, a
case or a file.
"""
