"""Where a site lies on the map of the states: Albers' equal-area conic, Alaska and Hawaii in corners of their own.

The three conics, their parallels, scales and corners are those of d3's geoAlbersUsa (scale 1300, moved by 487.5 and
305), in which us-atlas draws the outlines of `static/lodebook/states.svg`. Formulas: Snyder, Map Projections: A Working
Manual (USGS Professional Paper 1395, 1987), equations 14-1 to 14-6, on a sphere.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import cos, radians, sin, sqrt

SCALE, ACROSS, DOWN = 1300.0, 487.5, 305.0
"""The radius of the sphere, and the middle of a map of 975 by 610 units."""


@dataclass(frozen=True, slots=True)
class Conic:
    """One piece of the map: what it shows, in degrees, and how it is drawn.

    `shows`: from west to east, from south to north. `center`: longitude from the middle meridian, and latitude.
    """

    shows: tuple[float, float, float, float]
    meridian: float
    center: tuple[float, float]
    parallels: tuple[float, float]
    scale: float
    corner: tuple[float, float]

    def holds(self, latitude: float, longitude: float) -> bool:
        west, east, south, north = self.shows
        return west <= longitude <= east and south <= latitude <= north

    def flat(self, degrees_east: float, latitude: float) -> tuple[float, float]:
        """Across and up, in radii of the sphere."""
        south, north = (sin(radians(one)) for one in self.parallels)
        n = (south + north) / 2
        c = 1 + south * (2 * n - south)
        radius, angle = sqrt(c - 2 * n * sin(radians(latitude))) / n, n * radians(degrees_east)
        return radius * sin(angle), sqrt(c) / n - radius * cos(angle)

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        x, y = self.flat(longitude - self.meridian, latitude)
        middle_x, middle_y = self.flat(*self.center)
        size, (right, down) = SCALE * self.scale, self.corner
        return ACROSS + SCALE * right + size * (x - middle_x), DOWN + SCALE * down - size * (y - middle_y)


STATES = Conic((-125, -66, 24.4, 49.5), -96, (-0.6, 38.7), (29.5, 45.5), 1, (0, 0))
ALASKA = Conic((-180, -129, 51, 72), -154, (-2, 58.5), (55, 65), 0.35, (-0.307, 0.201))
HAWAII = Conic((-161, -154, 18, 23), -157, (-3, 19.9), (8, 18), 1, (-0.205, 0.212))


def place(latitude: Decimal, longitude: Decimal) -> tuple[float, float] | None:
    """Across and down on the map, of a latitude and longitude in degrees; None for what it does not show."""
    where = float(latitude), float(longitude)
    found = next((one for one in (STATES, ALASKA, HAWAII) if one.holds(*where)), None)
    return found.place(*where) if found else None
