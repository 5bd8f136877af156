"""A folder of parquet, screened from a member's bundle on a Ray cluster: the same as on one machine."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from huixin.bulk import question_of, screen, verdicts_of
from huixin.bulk.verdicts import Verdicts
from huixin.errors import BadArgument
from tests.api.bundles.conftest import Office
from tests.api.bundles.test_screening import kept_runs
from tests.api.bundles.test_screening import run as run_file
from tests.api.conftest import BLACK, CLEAN, NAME
from tests.api.processes import wait_until
from tests.factories import uscc_of

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)]
pytest.importorskip("ray", reason="Ray is not installed: `make prove` installs the extra `ray`.")

PARTITIONS, ROWS = 60, 5_000


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A head that works at nothing, to which two workers are added."""
    import ray
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "object_store_memory": 200 << 20})
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture
def verdicts(held: Office) -> Iterator[Verdicts]:
    with held.checker() as checker:
        yield verdicts_of(checker, question_of("promotion"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "merchants"
    folder.mkdir()
    for number in range(PARTITIONS):
        codes = [BLACK, CLEAN, "9144", None, *(uscc_of(number * ROWS + each) for each in range(ROWS - 4))]
        names = [NAME, None, None, "惠州市无码有限公司", *[None] * (ROWS - 4)]
        columns = {"id": range(ROWS), "uscc": codes, "company": names}
        frame = pl.DataFrame(columns, schema_overrides={"company": pl.String})
        frame.write_parquet(folder / f"part-{number:03}.parquet")
    return folder


def listing(folder: Path) -> str:
    """What `sha256sum *.parquet` says of a folder."""
    words = ["sha256sum", *sorted(path.name for path in folder.iterdir())]
    told = subprocess.run(words, cwd=folder, capture_output=True, check=True)
    return sha256(told.stdout).hexdigest()


def test_a_worker_that_is_lost_loses_nothing(
    held: Office, cluster: Any, verdicts: Verdicts, source: Path, tmp_path: Path
) -> None:
    from huixin.bulk.cluster import screen_partitions

    out = tmp_path / "screened"
    one, other = (cluster.add_node(num_cpus=1, object_store_memory=200 << 20) for _ in range(2))

    def done() -> int:
        return len([*out.glob("part-*.parquet")])

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(screen_partitions, source, out, verdicts, name="company")
        wait_until(lambda: done() >= 3 or running.done(), "the first partitions")
        before = done()
        cluster.remove_node(other, allow_graceful=False)
        run = running.result(300)
    assert 3 <= before < PARTITIONS, "it was killed in the middle"
    assert len(cluster.worker_nodes) == 1, one
    assert sorted(path.name for path in out.iterdir()) == sorted(path.name for path in source.iterdir())
    for file in source.iterdir():
        alone = screen(pl.scan_parquet(file), verdicts, name="company").collect()
        assert pl.read_parquet(out / file.name).equals(alone)
    of_each = {"refuse": 1, "clear": ROWS - 3, "error": 1, "not_covered": 1}
    assert run.counts == {outcome: count * PARTITIONS for outcome, count in of_each.items()}
    assert (run.input_sha256, run.output_sha256) == (listing(source), listing(out))
    assert verdicts.checker is not None
    assert verdicts.checker.upload() == 1
    assert [(kept.id, kept.known) for kept in kept_runs(held)] == [(run.id, True)]
    again = tmp_path / "again"
    assert run_file(source, again, held.folder, "--ray").exit_code == 2
    assert pl.read_parquet(again).equals(pl.read_parquet(out))
    with pytest.raises(BadArgument, match="holds something already"):
        screen_partitions(source, out, verdicts)
