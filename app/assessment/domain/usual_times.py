"""How long tasks usually take: as measured where enough people were timed, else from what there is to read and to press
(app.sittings.domain.reading_load)."""

from collections.abc import Mapping
from dataclasses import replace
from math import exp, hypot, log

from app.assessment.domain.flags import Tempi, Tempo
from app.sittings.domain.reading_load import ITEM_SD, Load

TASK_SD = 0.5  # of the logarithm: of one person's times around their own pace
SPREAD = hypot(TASK_SD, ITEM_SD)


def usual_times(measured: Tempi, loads: Mapping[str, Load]) -> dict[str, Tempo]:
    """Of every item that was measured or can be read. Also beside a measured time stands in what nobody reads it: who answer
    without reading do not make that usual, however many they are."""
    known = {item: estimated_tempo(load) for item, load in loads.items()}
    found = {
        item: replace(tempo, least_s=known[item].least_s) if item in known else tempo
        for item, tempo in measured.items()
    }
    return {**known, **found}


def estimated_tempo(load: Load) -> Tempo:
    """The usual time is the median; the mean of a log-normal distribution lies above."""
    return Tempo(load.usual_s * exp(SPREAD**2 / 2), log(load.usual_s), SPREAD, load.least_s, is_estimated=True)
