"""`make bench`: figures of speed and size on real servers, each with its limit; `--quick` for fewer rounds.

Its own servers in a home of their own, with fsync, as in production: 20 companies, 5 000 cases in one of them.
`--only money,usage` measures these parts alone.
Exit code 1 says that a limit was exceeded.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

import django
from django.core.management import call_command

from embedded import Stack
from telemetry import exporter

from .parts import PARTS, chosen

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".local" / "bench"
RESULT = ROOT / ".local" / "bench.json"
BUSY = 1.0  # the bench itself keeps both cores of its two at work


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds, the chosen application server only")
    parser.add_argument("--only", default="", metavar="PART,PART", help=f"of {', '.join(PARTS)}")
    arguments = parser.parse_args()
    try:
        only = chosen(arguments.only)
    except ValueError as unknown:
        parser.error(str(unknown))
    if (load := os.getloadavg()[0]) > BUSY:
        print(f"The machine is busy (load average {load:.1f}): times will be longer than they are.", file=sys.stderr)
    for folder in (HOME / "postgres", HOME / "metrics"):  # every run begins alike
        shutil.rmtree(folder, ignore_errors=True)
    (HOME / "metrics").mkdir(parents=True)
    os.environ[exporter.FOLDER] = str(HOME / "metrics")  # only now: metrics choose where to write when they are made
    with Stack(HOME, configured={}) as stack:
        os.environ.update(
            stack.environment, DJANGO_SETTINGS_MODULE="tests.bench.site.settings", STATIC_ROOT=str(HOME / "static")
        )
        django.setup()
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        from .run import run  # only now: Django must know its settings

        report = run(stack, quick=arguments.quick, only=only)
    report.write(RESULT)
    print(f"\n{len(report.figures)} figures are in {RESULT.relative_to(ROOT)}")
    for figure in report.exceeded:
        print(f"over its limit: {figure.name}: {figure.value:g} {figure.unit}", file=sys.stderr)
    return 1 if report.exceeded else 0


if __name__ == "__main__":
    sys.exit(main())
