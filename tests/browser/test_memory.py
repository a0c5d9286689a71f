"""What the browser holds while pages stay open all day."""

from bench.soak import PAGES, Course, soak

SETTLED_AT_ONCE = tuple(path for path in PAGES if path != "/events")
"""The newest events fill their list for some minutes; the long form looks at them too."""


def test_open_pages_do_not_grow_under_live_updates(browser, county_stack):
    """The short form of `make soak`, whose figures are in docs/dashboard.md."""
    courses, written = soak(browser, county_stack.url, SETTLED_AT_ONCE, minutes=1, per_second=3, readings=8)
    assert written > 30
    assert [leak for course in courses for leak in course.leaks()] == []


def test_a_page_that_does_grow_is_noticed():
    course = Course("/leaking")
    for minute in range(10):
        course.minutes.append(float(minute))
        course.read.append({"heap": 10e6 + minute * 1e6, "nodes": 2000.0, "listeners": 300.0 + minute * 30})
    assert [leak.split(":")[1].split()[0] for leak in course.leaks()] == ["heap", "listeners"]
