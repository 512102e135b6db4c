"""What is counted. Labels come from closed sets (routes, tasks, outcomes), so their number does not grow with use.

With PROMETHEUS_MULTIPROC_DIR set, every process writes into files of that folder and one exporter reads them all.
"""

from prometheus_client import Counter, Histogram

from . import exporter

exporter.name_processes()

# Seconds. The limits of `make bench` lie between them: 25 ms for a list, 150 ms for a submission, 1 s for a large file.
FAST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
SLOW = (0.05, 0.25, 1, 2.5, 5, 10, 30, 60, 120, 300)

requests = Counter("kabinet_requests", "Requests answered by the site.", ["route", "method", "status"])
request_seconds = Histogram("kabinet_request_seconds", "Time until the answer begins.", ["route"], buckets=FAST)
database_seconds = Counter("kabinet_request_database_seconds", "Time that requests waited for the database.", ["route"])
database_queries = Counter("kabinet_request_database_queries", "Statements sent for requests.", ["route"])
company_requests = Counter(
    "kabinet_company_requests", "Requests of each company; only with METRICS_COMPANIES=1.", ["company", "status"]
)
front_refusals = Counter(
    "kabinet_front_refusals", "Requests ended before the site answered: too slow, too large, no room, gone.", ["code"]
)

tasks = Counter("kabinet_tasks", "Tasks that workers ended.", ["task", "outcome"])
task_seconds = Histogram("kabinet_task_seconds", "Time that tasks took.", ["task"], buckets=SLOW)
task_wait_seconds = Histogram(
    "kabinet_task_wait_seconds", "Time that tasks waited in a queue.", ["queue"], buckets=SLOW
)

deliveries = Counter("kabinet_deliveries", "Letters and SMS by what became of the attempt.", ["channel", "outcome"])
uploads = Counter("kabinet_uploads", "Files that people sent.", ["outcome"])
scans = Counter("kabinet_scans", "Files that were looked at after their upload.", ["outcome"])
verdicts = Counter("kabinet_verdicts", "Signatures that were judged.", ["verdict"])
signatures = Counter("kabinet_signatures", "Signatures given here.", ["kind"])
cache_errors = Counter("kabinet_cache_errors", "Times that Redis did not answer and a process kept its own cache.")
