"""A world in which there is a thing of each kind on either side, and everybody who may try them."""

import pytest

from tests.api.conftest import World
from tests.api.isolation.bundles import plant_bundles
from tests.api.isolation.planted import Planted, plant
from tests.api.isolation.rights import plant_rights
from tests.api.isolation.sharing import plant_alliance, plant_associations


@pytest.fixture
def planted(world: World) -> Planted:
    planted = plant(world)
    plant_rights(planted)
    plant_bundles(planted)
    plant_alliance(planted)
    plant_associations(planted)
    return planted
