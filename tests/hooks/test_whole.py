"""Markup of a vendor stays in its place."""

from __future__ import annotations

import pytest

from solicense_plugin.hooks.boundary import WrongValue
from solicense_plugin.hooks.whole import demand_whole


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="nothing"),
        pytest.param("3 < 4 & 5", id="a text with a sign in it"),
        pytest.param('<div id="acme-list"><p>One<p>Two</div>', id="paragraphs that end themselves"),
        pytest.param("<ul><li>One<li>Two</ul><br><img alt=''>", id="items and void elements"),
        pytest.param("<table><tr><td>1<td>2<tr><td>3</table>", id="a table without end tags"),
        pytest.param("<svg><path d='M0 0'/><g><use href='#i'/></g></svg>", id="a drawing"),
        pytest.param("<br/>", id="a void element that closes itself"),
        pytest.param("<!-- </div> -->", id="a comment"),
        pytest.param("<script>if (1 < 2) { '</div>' }</script>", id="a script"),
    ],
)
def test_markup_that_is_whole_is_taken(html: str) -> None:
    demand_whole(html)


@pytest.mark.parametrize(
    ("html", "message"),
    [
        pytest.param("</div>", "</div> closes", id="it closes what is around it"),
        pytest.param("<b></p></b>", "</p> closes", id="it closes what it has not opened"),
        pytest.param("<div><p></div></div>", "</div> closes", id="it closes too often"),
        pytest.param("<div>", "<div> is not closed", id="it leaves something open"),
        pytest.param("<div/>", "<div> is not closed", id="it believes that a slash closes"),
        pytest.param("<textarea>", "<textarea> is not closed", id="it swallows the rest"),
        pytest.param("<script>alert(1)", "<script> is not closed", id="a script without an end"),
        pytest.param("a <!-- b", "does not end", id="a comment without an end"),
        pytest.param('<a href="', "does not end", id="half a tag"),
        pytest.param('<p id="solicense-dialog">', "solicense-dialog", id="an id of ours"),
        pytest.param("<p id=SL-q>", "SL-q", id="an id of ours in capitals"),
    ],
)
def test_markup_that_reaches_beyond_its_place_is_refused(html: str, message: str) -> None:
    with pytest.raises(WrongValue, match=message):
        demand_whole(html)
