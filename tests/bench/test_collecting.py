"""Does the bench of the collector count what was stored?"""

from bench.collecting import main


def test_each_probe_is_counted() -> None:
    """300 targets, two rounds a second apart: 600 probes in 2 s, and loopback answers them."""
    found = main(300, 1, 2)
    assert found["intended"] == found["sent"] == [600]
    assert found["seconds"] == [2]
    assert 0 < found["answered"][0] <= 600
