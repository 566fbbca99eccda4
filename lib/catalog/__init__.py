"""The small data-loading library: reads `data/` and `geo/`, checks them, returns a `Catalog`.

    from lib.catalog import load_catalog
    catalog = load_catalog(Path("data"), Path("geo"))

Needs no Streamlit, network or database. `python -m lib.catalog` checks the data by hand.
"""

from lib.catalog.catalog import OBSERVATION_COLUMNS, Catalog, observation_frame
from lib.catalog.load import fingerprint, load_catalog
from lib.catalog.municipality import Municipality, Region
from lib.catalog.period import Period, ends_before, is_year, month_of, parse_date_parts, year_of
from lib.catalog.policy_texts import Theme
from lib.catalog.problems import DataProblem, DataProblemsError
from lib.catalog.schema import (
    RATING,
    Area,
    AreaFlag,
    DesignCounted,
    Focus,
    Indicator,
    MeasureStatus,
    Milestone,
    Missing,
    Observation,
    Polarity,
    Source,
    Status,
    Target,
)
