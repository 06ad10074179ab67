"""The page of search with an answer in it, made by the server from the page that every host gives out."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from letterbook.web.search.asking import A_PAGE, Answer, Hit

_BOX = re.compile(r'<section id="found"([^>]*)></section>')
_WORD = re.compile(r'data-([a-z]+)="([^"]*)"')
_INPUT = 'name="q" type="search" value=""'


def show_answer(page: str, answer: Answer, question: str, number: int) -> str:
    """The page with what was found; its words are those that the page holds for the script, so the language is its own."""
    box = _BOX.search(page)
    if box is None:
        return page
    said = {name: Markup(words) for name, words in _WORD.findall(box[1])}  # noqa: S704 - escaped in the page already
    found = Markup('<section id="found" data-served{}>{}</section>').format(
        Markup(box[1]),  # noqa: S704 - as it stands in the page
        Markup("").join(_parts(answer, said, question, number)),
    )
    shown = f'name="q" type="search" value="{escape(question)}"'
    return page[: box.start()].replace(_INPUT, shown, 1) + str(found) + page[box.end() :]


def _parts(answer: Answer, said: dict[str, Markup], question: str, number: int) -> list[Markup]:
    if answer.given_up:
        return [Markup("<p>{}</p>").format(said["long"])]
    if not answer.count:
        return [Markup("<p>{}</p>").format(said["none"])]
    hits = Markup("").join(_hit(hit, said["pages"], said["language"]) for hit in answer.hits)
    parts = [
        Markup('<p class="count">{} {}</p>').format(said["found"], answer.count),
        Markup('<ol class="hits">{}</ol>').format(hits),
    ]
    for other, words in ((number - 1, said["before"]), (number + 1, said["next"])):
        if other >= 1 and (other - 1) * A_PAGE < answer.count:
            address = "?" + urlencode({"q": question, "page": other})
            parts.append(Markup('<a class="turn" href="{}">{}</a>').format(address, words))
    return parts


def _hit(hit: Hit, pages: str, language: str) -> Markup:
    titles = hit.entry.titles
    title = titles.get(language) or next(iter(titles.values()))
    runs = Markup("").join(
        Markup("<mark>{}</mark>").format(run) if marked else escape(run) for run, marked in hit.passage
    )
    return Markup('<li class="hit"><a href="{}">{}</a><p dir="auto" class="passage">{}</p></li>').format(
        f"{pages}{quote(hit.entry.path)}.html", title, runs
    )
