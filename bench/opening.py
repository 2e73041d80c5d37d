"""`python -m bench.opening`: how long opening takes for each of 200 sites, each in a transaction of its own.

The province of the demonstration is opened first; then sites are opened by the action that screen, worker and command
call. It prints the median, the 95th of a hundred and the longest, by the clock and by the processor time of this
process. `--here` measures in the database of `DATABASE_URL`, which has a province.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

from bench import machine

DOMAIN = "binhphuoc.localhost"
LIMIT = 1.0  # seconds a site: what is asked for


def main() -> int:
    """Measure; 1 where a site took longer than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--here", action="store_true")
    asked = parser.parse_args()
    if asked.here:
        return measure(asked.sites)
    with machine.postgres() as socket:
        name = machine.province(socket, DOMAIN)
        machine.run(["-m", "bench.opening", "--here", "--sites", str(asked.sites)], machine.environment(socket, name))
    return 0


def measure(count: int) -> int:
    """Open so many sites, one after another."""
    import django

    django.setup()
    from sites.accounts.models import User
    from sites.provisioning.actions import open_site

    actor = User.objects.filter(is_superuser=True).order_by("pk")[0]
    taken: list[tuple[float, float]] = []
    for plan in plans(count):
        wall, processor = time.perf_counter(), time.process_time()
        open_site(actor, plan=plan)
        taken.append((time.perf_counter() - wall, time.process_time() - processor))
    walls = [wall for wall, _processor in taken]
    _tell("clock", walls)
    _tell("processor", [processor for _wall, processor in taken])
    return 1 if max(walls) > LIMIT else 0


def plans(count: int) -> Iterator[Any]:
    """Departments that are new with their sites, each with the sections that the province asks of one."""
    from sites.domains.models import ProvinceDomain, PublicSite
    from sites.provisioning.plan import AgencyPlan, HostPlan, SitePlan
    from sites.rules.sections import sections_for

    domain, sections = ProvinceDomain.objects.all()[0].name, sections_for("department")
    first = PublicSite.objects.count()
    for number in range(first, first + count):
        code = f"sdo{number:04}"
        names = {"vi": f"Sở Đo lường {number:04}", "en": f"Department of Measuring {number:04}"}
        short = {"vi": code.upper(), "en": ""}
        yield SitePlan(
            code=code,
            kind="department",
            agency_code=code,
            parent_code="portal",
            names=names,
            hosts=(HostPlan(f"{code}.{domain}", "canonical"),),
            languages=("vi", "en"),
            sections=sections,
            new_agency=AgencyPlan(code=code, kind="department", names=names, abbreviations=short, parent_code="ubnd"),
        )


def _tell(how: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    print(
        f"{how:<10} median {statistics.median(ordered):.3f} s  p95 {ordered[int(len(ordered) * 0.95) - 1]:.3f} s  "
        f"longest {ordered[-1]:.3f} s  first {seconds[0]:.3f} s  last {seconds[-1]:.3f} s  ({len(ordered)} sites)",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
