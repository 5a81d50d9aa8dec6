"""The pieces that the fuzzer builds its inputs of: each byte of an input may stand for one of them."""

from __future__ import annotations

WORDS = [
    "harbour ", "said ", "“", "” ", "Ada Brandt ", "3.2 ", ", ", ". ", "\n", "  ", "é", "&amp;", "&nbsp;", "&#8217;", "&lt;", "< ",
    "1 & 2 ",
]  # fmt: skip

TAGS = [
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<li>", "<ul>", "</ul>", "<h1>", "</h1>", '<p title="a>b">', "<!-- c -->",
    '<a href="y">', "</a>", "<span class='x'>", "</span>", "<td>", "<blockquote>", "</blockquote>", "<article>", "<img src=a alt=b>",
]  # fmt: skip

LINES = [
    "By ", "Ada Brandt", "Posted: ", "Updated ", "Mar. 14, 2024", "10:31 AM ET", "Share ", "Subscribe", "© 2024", "Photo: ", "(AP)",
    " | ", "\n", "\n\n", "The harbour was shut on Tuesday, the port said. ", "Advertisement", "Read more: ", "Related",
    "contributed to this ", "report", "2024-03-14T", "/", "-", "  ", "“", "”", ".", "3", "of ", "12", "Copyright ", "Reuters",
    "All rights reserved", "and ", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
]  # fmt: skip

TIMES = [
    "last", "next", "this", "the", "early", "late", "mid", "March", "May", "Feb.", "3", "10", "31", "2011", "1990s", "Friday", "night",
    "ago", "years", "two", "a", "half", "later", "of", "week", "weekend", "quarter", "third", "second", "century", "until", "to",
    "between", "and", ",", "-", ".", "'s", "/", ":", "(", ")", "$", "p.m.", "noon", "EST", "fall", "Christmas", "Easter", "today",
    "day", "before", "after", "attack", "resigned", "he", "said", "since", "over", "past", "fiscal", "2018-09-10", "12/11/10",
    "T10:31", "20", "th", "\n\n", "than", "more",
]  # fmt: skip

MARKS = [
    "“", "”", "„", "«", "»", '"', "'", "‘", "’", "``", "''", " ", "he said", ", ", ".", "\n\n", "—", "[", "’90s", "s’ ", "a", "Ada",
    "?", "!", "(", "5", "'em ", "adding ",
]  # fmt: skip

XML = [
    "<item>", "</item>", "<title>", "</title>", "<link>", "</link>", "<entry>", "</entry>", "<source url='x'>", "</source>", "<id>",
    "</id>", "<link href='", "'/>", "https://quay.example/1", "//[", "http://[::1", "javascript:x", "../a b", "&amp;", "&#0;",
    "<![CDATA[", "]]>", "<channel>", "</channel>", "<rss version='2.0'>", "</rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "</feed>", "Harbour", "<p>", " ", "<pubDate>", "</pubDate>", "Mon, 99 Foo", "<guid isPermaLink='true'>", "</guid>", "xml:base='",
    "'", "<?xml version='1.0'?>", "<author>", "@",
]  # fmt: skip

JSON = [
    '{"items":[', "]}", "{", "}", "[", "]", ",", ":", '"url"', '"title"', '"id"', '"x"', '"https://a.example"', '"//["', "1", "null",
    '"external_url"',
]  # fmt: skip
