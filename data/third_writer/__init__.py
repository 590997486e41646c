"""Makes labelled event listings of an invented pair of districts: same seed, same bytes.

The seed chooses one of four landscapes (Münsterland and Ems, Franconia, Saxony, Upper Swabia by the lake), a season
and a year, and composes 22 to 46 towns with their quarters, houses, clubs and people. Some twenty publishers print
what happens there, each with habits of its own: calendars of towns, official gazettes, dailies, weeklies, portals, a
ticket shop, a district's calendar, parish bulletins, a blood donation service, a tourist office, an evening school,
a cinema, sports clubs and a culture circle. Towns, people, acts and works are invented; a name put together from
parts may also exist somewhere.
"""

from .delivery import deliver

__all__ = ["deliver"]
