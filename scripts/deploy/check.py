#!/usr/bin/env python3
"""Checks deploy/ without a cluster: pip install helm-python-sdk kubernetes-validate pyyaml

Lints the chart and renders it with several values by Helm's own engine; every object is
validated strictly against the schemas of several versions of Kubernetes and held to what the
chart promises. With promtool at hand, tests the alert rules and parses every expression of the
dashboard.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import helm_python.chart as helm
import kubernetes_validate
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHART = ROOT / "deploy/helm/maqal"
VERSIONS = ["1.27", "1.31", "1.34", "1.37"]
EVERYTHING = {
    "metrics": {
        "serviceMonitor": {"enabled": True, "labels": {"release": "prometheus"}},
        "prometheusRule": {"enabled": True},
        "dashboard": {"enabled": True},
    },
    "networkPolicy": {
        "enabled": True,
        "clients": [{"podSelector": {"matchLabels": {"role": "crawler"}}}],
        "monitoring": [{"namespaceSelector": {}}],
        "egress": [{"to": [{"podSelector": {}}], "ports": [{"port": 4317, "protocol": "TCP"}]}],
    },
    "otlpEndpoint": "http://collector.watching:4317",
    "image": {"repository": "registry.example/maqal", "digest": "sha256:" + "0" * 64},
    "extraEnv": [{"name": "MAQAL_NO_REFLECTION", "value": "true"}],
    "extraVolumes": [{"name": "lists", "configMap": {"name": "lists"}}],
    "extraVolumeMounts": [{"name": "lists", "mountPath": "/lists", "readOnly": True}],
    "podAnnotations": {"note": "x"},
    "serviceAccount": {"annotations": {"note": "x"}},
    "service": {"type": "LoadBalancer", "annotations": {"note": "x"}},
    "priorityClassName": "high",
    "nodeSelector": {"kubernetes.io/arch": "amd64"},
    "tolerations": [{"key": "x", "operator": "Exists"}],
}
LEAST = {
    "autoscaling": {"enabled": False},
    "podDisruptionBudget": {"enabled": False},
    "headlessService": {"enabled": False},
    "metrics": {"enabled": False},
    "serviceAccount": {"create": False},
}
WRONG = [
    {"replicaCount": "two"},
    {"otlpEndpoint": "collector:4317"},
    {"image": {"repository": ""}},
    {"unknown": True},
    {"config": {"MAQAL_MAX_CONCURRENT": 2}},
]


def render(values):
    rendered = helm.Chart.load(str(CHART)).render(values, name="news", namespace="default")
    objects = []
    for path, text in sorted(rendered.items()):
        if path.endswith((".yaml", ".yml")):
            objects += [found for found in yaml.safe_load_all(text) if found]
    return objects


def conform(objects):
    known = [found for found in objects if found["apiVersion"] != "monitoring.coreos.com/v1"]
    for version in VERSIONS:
        for found in known:
            kubernetes_validate.validate(found, version, strict=True)
    print(f"  {len(known)} objects fit {', '.join(VERSIONS)}; {len(objects) - len(known)} of the operator not checked")


def promises(objects):
    kinds = {}
    for found in objects:
        kinds.setdefault(found["kind"], []).append(found)
    deployment = kinds["Deployment"][0]
    pod = deployment["spec"]["template"]["spec"]
    [container] = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "privileged": False, "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]}}
    assert container["readinessProbe"]["grpc"] == {"port": 50051}
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    chosen = deployment["spec"]["selector"]["matchLabels"]
    assert chosen.items() <= labels.items()
    ports = {port["name"] for port in container["ports"]}
    for service in kinds["Service"]:
        assert service["spec"]["selector"] == chosen, service["metadata"]["name"]
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports
    env = {one["name"]: one.get("value") for one in container["env"]}
    grace = pod["terminationGracePeriodSeconds"]
    assert int(env["MAQAL_DRAIN_DELAY_SECONDS"]) + int(env["MAQAL_DRAIN_SECONDS"]) < grace
    assert len(env) == len(container["env"]), "a variable stands twice"
    if "HorizontalPodAutoscaler" in kinds:
        assert "replicas" not in deployment["spec"], "the autoscaler and the chart would fight"
    for rule in kinds.get("PrometheusRule", []):
        shipped = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yaml").read_text())
        assert rule["spec"] == shipped
    for monitor in kinds.get("ServiceMonitor", []):
        wanted = monitor["spec"]["selector"]["matchLabels"].items()
        found = [s for s in kinds["Service"] if wanted <= s["metadata"]["labels"].items()]
        assert len(found) == 1, "one service has the metrics"
        assert found[0]["metadata"]["labels"][monitor["spec"]["jobLabel"]] == "maqal"
    for shown in kinds.get("ConfigMap", []):
        json.loads(shown["data"]["maqal.json"])
    return {kind: len(found) for kind, found in sorted(kinds.items())}


def chart():
    for values in (None, EVERYTHING, LEAST):
        report = helm.lint(str(CHART), values, strict=True)
        worse = [m for m in report["messages"] if m["severity"] >= 2]
        assert not worse and not report.get("errors"), report
    for name, values in (("default", None), ("everything", EVERYTHING), ("least", LEAST)):
        objects = render(values)
        print(name, promises(objects))
        conform(objects)
    for values in WRONG:
        try:
            helm.Chart.load(str(CHART)).validate_schema(values)
        except Exception:
            continue
        sys.exit(f"the schema takes {values}")


def dashboard():
    board = json.loads((ROOT / "deploy/grafana/maqal.json").read_text())
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids))
    rows = [panel["gridPos"] for panel in board["panels"]]
    assert all(at["x"] + at["w"] <= 24 for at in rows)
    expressions = [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]
    promtool = shutil.which("promtool")
    if not promtool:
        print("promtool is not at hand: rules and expressions are not checked")
        return
    plain = [re.sub(r"\$__rate_interval", "5m", one) for one in expressions]
    plain = [re.sub(r"\$(job|instance)", ".+", one) for one in plain]
    rules = {"groups": [{"name": "dashboard", "rules": [
        {"record": f"panel:{at}", "expr": one} for at, one in enumerate(plain)]}]}
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(rules, file)
        file.flush()
        subprocess.run([promtool, "check", "rules", file.name], check=True)
    alerts = ROOT / "deploy/prometheus"
    subprocess.run([promtool, "check", "rules", alerts / "alerts.yaml"], check=True)
    subprocess.run([promtool, "test", "rules", alerts / "alerts_test.yaml"], check=True)
    subprocess.run([promtool, "check", "config", "--syntax-only",
                    ROOT / "deploy/compose/prometheus.yaml"], check=True)


def main():
    chart()
    dashboard()
    for file in sorted((ROOT / "deploy").rglob("*.yaml")):
        if "templates" not in file.parts:
            list(yaml.safe_load_all(file.read_text()))
    print("deploy/ holds")


if __name__ == "__main__":
    main()
