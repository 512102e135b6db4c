"""The chart: linted, rendered for each set of values, held against the schemas of Kubernetes, wrong values refused."""

import json
import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import promql_parser
import pytest
import yaml
from prometheus_client import Counter, Histogram

from config.settings import queue
from telemetry import metrics
from tests.helm.chart import CHART, ROOT, SETS, helm, of_kind, pod_of, rendered, run
from tests.helm.readme import README, readme

pytestmark = pytest.mark.skipif(helm() is None, reason="no helm: `make chart` fetches it")
LEAST = CHART / "ci" / "least-values.yaml"
FULL = CHART / "ci" / "full-values.yaml"
VERSIONS = ("1.27", "1.34")  # the oldest that the chart allows, and a new one
WITH_PODS = ("Deployment", "Job", "CronJob")
OF_PROMETHEUS = "monitoring.coreos.com/v1"
each_set = pytest.mark.parametrize("values", SETS, ids=[values.stem for values in SETS])


@each_set
def test_it_is_linted(values: Path) -> None:
    answer = run("lint", "--strict", str(CHART), "--values", str(values))
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("version", VERSIONS)
@each_set
def test_every_object_fits_the_schemas_of_kubernetes(values: Path, version: str) -> None:
    for manifest in rendered(values):
        if manifest["apiVersion"] != OF_PROMETHEUS:  # a definition of the cluster's own, not of Kubernetes
            kubernetes_validate.validate(manifest, version, strict=True)


@each_set
def test_every_container_runs_as_nobody_and_writes_only_to_its_temporary_folder(values: Path) -> None:
    for manifest in (one for kind in WITH_PODS for one in of_kind(values, kind)):
        pod = pod_of(manifest)
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        for container in pod["containers"]:
            security = container["securityContext"]
            assert security["readOnlyRootFilesystem"] is True
            assert security["allowPrivilegeEscalation"] is False
            assert security["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["requests"]
            assert container["resources"]["limits"]["memory"]


@each_set
def test_no_secret_is_rendered(values: Path) -> None:
    assert of_kind(values, "Secret") == []
    for manifest in of_kind(values, "ConfigMap"):
        assert not {"SECRET_KEY", "DATABASE_URL", "S3_SECRET_KEY"} & set(manifest["data"])


@each_set
def test_every_queue_has_a_worker_and_beat_is_one(values: Path) -> None:
    arguments = [
        pod_of(one)["containers"][0]["args"]
        for one in of_kind(values, "Deployment")
        if "-worker-" in one["metadata"]["name"]
    ]
    served = {name for line in arguments for name in line[line.index("--queues") + 1].split(",")}
    [beat] = [one for one in of_kind(values, "Deployment") if one["metadata"]["name"].endswith("-beat")]

    assert served == {known.name for known in queue.CELERY_TASK_QUEUES}
    assert (beat["spec"]["replicas"], beat["spec"]["strategy"]) == (1, {"type": "Recreate"})


def test_a_pod_is_given_longer_to_stop_than_the_server_takes() -> None:
    from config.server import STOP_SECONDS

    [web] = [one for one in of_kind(LEAST, "Deployment") if one["metadata"]["name"].endswith("-web")]
    pod = pod_of(web)
    sleep = int(pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod["terminationGracePeriodSeconds"] > STOP_SECONDS + sleep


def test_companies_are_reached_by_a_wildcard_and_by_hosts_of_their_own() -> None:
    [ingress] = of_kind(FULL, "Ingress")
    assert [rule["host"] for rule in ingress["spec"]["rules"]] == [
        "kabinet.example.org",
        "*.kabinet.example.org",
        "lk.gorset.example.org",
        "lk.teploset.example.org",
    ]


def test_migrations_run_before_an_upgrade_with_all_that_they_need() -> None:
    [job] = of_kind(LEAST, "Job")
    weights = {
        one["kind"]: int(one["metadata"]["annotations"]["helm.sh/hook-weight"])
        for one in rendered(LEAST)
        if "helm.sh/hook" in one["metadata"].get("annotations", {})
    }
    assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    assert weights["ConfigMap"] < weights["Job"]
    assert weights["ServiceAccount"] < weights["Job"]


def test_the_pooler_tracks_the_search_path() -> None:
    [config] = [one for one in of_kind(FULL, "ConfigMap") if one["metadata"]["name"].endswith("-pgbouncer")]
    said = config["data"]["pgbouncer.ini"]
    assert "track_extra_parameters = IntervalStyle,search_path" in said
    assert "pool_mode = transaction" in said
    assert "ignore_startup_parameters" not in said


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"existingSecret": ""}, "existingSecret"),
        ({"site": {"host": "Not a host"}}, "site/host"),
        ({"site": {"host": "kabinet.example.org", "tls": True}}, "tls"),
        ({"s3": {"endpoint": "s3", "bucket": "documents"}}, "s3/endpoint"),
        ({"s3": {"endpoint": "https://s3.example.org", "bucket": "A"}}, "s3/bucket"),
        ({"settings": {"SECRET_KEY": "a"}}, "SECRET_KEY"),
        ({"settings": {"EMBEDDED": "1"}}, "EMBEDDED"),
        ({"web": {"terminationGracePeriodSeconds": 30}}, "terminationGracePeriodSeconds"),
        ({"workers": {"mail": {"queues": ["mail"], "replicas": 1, "concurrency": 1, "temporarySpace": "1Gi"}}}, "mail"),
        ({"web": {"replicas": 0}}, "replicas"),
        ({"calendar": {"jobs": {"x": {"schedule": "daily", "command": ["manage"]}}}}, "schedule"),
        ({"webb": {}}, "webb"),
    ],
)
def test_wrong_values_are_refused_by_name(tmp_path: Path, wrong: dict[str, Any], named: str) -> None:
    values = {**yaml.safe_load(LEAST.read_text("utf-8")), **wrong}
    (tmp_path / "values.yaml").write_text(json.dumps(values), "utf-8")
    answer = run("template", "release", str(CHART), "--values", str(tmp_path / "values.yaml"))

    assert answer.returncode != 0
    assert named in answer.stderr


def test_what_has_no_value_by_default_is_asked_for() -> None:
    answer = run("template", "release", str(CHART))
    assert answer.returncode != 0
    assert "existingSecret" in answer.stderr


def test_prometheus_finds_every_pod_that_goes_on_and_no_ingress_leads_there() -> None:
    pods = [pod_of(one) for one in of_kind(FULL, "Deployment") if not one["metadata"]["name"].endswith("-pgbouncer")]
    [service] = [one for one in of_kind(FULL, "Service") if one["metadata"]["name"].endswith("-metrics")]
    [monitor] = of_kind(FULL, "ServiceMonitor")

    assert pods
    for pod in pods:
        [port] = [one for one in pod["containers"][0]["ports"] if one["name"] == "metrics"]
        assert port["containerPort"] == service["spec"]["ports"][0]["port"]
    assert monitor["spec"]["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    assert [one["port"] for one in monitor["spec"]["endpoints"]] == ["metrics"]
    for ingress in of_kind(FULL, "Ingress"):
        assert service["metadata"]["name"] not in json.dumps(ingress)


def test_without_metrics_nothing_listens_beside_the_site() -> None:
    assert "metrics" not in json.dumps(rendered(LEAST))


def test_a_worker_may_grow_with_the_age_of_its_queue() -> None:
    large = CHART / "ci" / "large-values.yaml"
    [scaler] = of_kind(large, "HorizontalPodAutoscaler")
    [worker] = [one for one in of_kind(large, "Deployment") if one["metadata"]["name"].endswith("-worker-files")]
    [metric] = scaler["spec"]["metrics"]

    assert scaler["spec"]["scaleTargetRef"]["name"] == worker["metadata"]["name"]
    assert "replicas" not in worker["spec"]
    assert metric["external"]["metric"]["selector"]["matchLabels"] == {"queue": "files"}


def test_alerts_and_the_dashboard_ask_for_what_is_counted() -> None:
    [rules] = of_kind(FULL, "PrometheusRule")
    [dashboard] = [one for one in of_kind(FULL, "ConfigMap") if one["metadata"]["name"].endswith("-dashboard")]
    panels = json.loads(dashboard["data"]["setevoy-kabinet.json"])["panels"]
    alerts = [rule for group in rules["spec"]["groups"] for rule in group["rules"]]
    asked = [rule["expr"] for rule in alerts] + [target["expr"] for panel in panels for target in panel["targets"]]

    assert len(alerts) > 5
    assert len(panels) > 10
    for query in asked:
        promql_parser.parse(query.replace("$__rate_interval", "5m"))
        names = set(re.findall(r"kabinet_\w+", query))
        assert names, query
        assert names <= exported(), query


def exported() -> set[str]:
    """The names of series that this version exports."""
    gauges = re.findall(r'"(kabinet_\w+)"', (ROOT / "platform" / "config" / "gauges.py").read_text("utf-8"))
    names = set(gauges)
    for metric in vars(metrics).values():
        if isinstance(metric, Counter):
            names.add(f"{metric._name}_total")
        elif isinstance(metric, Histogram):
            names |= {f"{metric._name}_{part}" for part in ("bucket", "sum", "count")}
    return names


def test_the_manual_says_what_to_do_about_each_alert() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text("utf-8")
    [rules] = of_kind(FULL, "PrometheusRule")
    for group in rules["spec"]["groups"]:
        for rule in group["rules"]:
            assert f"| `{rule['alert']}` |" in manual


def test_the_readme_of_the_chart_is_made_from_its_values() -> None:
    assert README.read_text("utf-8") == readme()  # `python -m tests.helm.readme` writes it anew


def test_the_version_of_the_chart_is_that_of_the_product() -> None:
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text("utf-8"))
    newest = next(line for line in (CHART.parents[1] / "CHANGELOG.md").read_text("utf-8").splitlines() if "## " in line)
    assert f"## {chart['appVersion']}" == newest
