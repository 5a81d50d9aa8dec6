"""A report as people and programs read it.

In running order:

``report``          the HTML report people read: one file, made by
``leading``         which claim a story opens with
``desk``            who stands behind a passage, page letters, anchors
``report_*``        its sections in the order of the page: answer, figure, account, differences, claims, pages, method
``timeline_svg``    the dates as bars, and their table
``graph_svg``       the chains as a drawing, and their list
``layers``          the clean text of a page with its layers
``marks``           shapes, colours and ranges
``words``           the program's own words in one language; ``wording`` what all languages share; ``scripted`` the script's words
``quoting``         the pages' exact words, checked when the report is written
``records``         the record format, as data and as JSON; ``load`` reads it back
``exports``         the formats of other tools
``summary``         what the terminal shows
``store``           a project in one SQLite file, with ``store_stories``, ``store_groups``, ``packing``, ``faults``, ``changes`` and
                    ``corrections``
``server``          the local web app, behind ``guard``, with the lists of ``browse`` and the pages it has ``kept``
"""

from __future__ import annotations

from secondsource.model import Report


def show(report: Report, lang: str = "en") -> str:
    """The report as one HTML page, in one of the languages of docs/languages.md."""
    from secondsource.views.report import html

    return html(report, lang)
