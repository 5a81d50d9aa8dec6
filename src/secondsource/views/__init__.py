"""A report as people and programs read it.

In running order:

``report``     the HTML report: ``desk`` looks up, ``report_answer`` … ``report_method`` and the drawings make its sections
``records``    the record format, as data and as JSON
``summary``    what the terminal shows
"""

from __future__ import annotations

from secondsource.model import Report


def show(report: Report) -> str:
    """The report as one HTML page."""
    from secondsource.views.report import html

    return html(report)
