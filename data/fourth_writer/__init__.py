"""Makes labelled event listings of an invented county in the United States: same seed, same bytes.

The seed invents the county, 9 to 20 towns with their venues, bands and people, and a span of 8 to 14 days at any time
of the year. Some fifteen publishers print what happens there: a daily, a free weekly, two ticket shops, the library,
a painting bar, a senior center, a dance school, the wineries, the cinemas, guided tours, and three or four of a
brewery trail, a college, a city, museums, a chamber of commerce, a visitors' bureau, a neighbors' network, an arts
council and a local blog. Towns, people, bands and works are invented; a name put together from parts may also exist
somewhere.
"""

from .delivery import deliver

__all__ = ["deliver"]
