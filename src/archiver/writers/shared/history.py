"""What exports say of the making of a record: the program, the date, the person or institution, and corrections by hand."""

from __future__ import annotations

from archiver.article import Article
from archiver.writers.shared.written_dates import written_date

#: Between the program, the date and the name: the same in every language.
_DOT = " · "


def made_with(article: Article, program: str = "") -> str:
    """The program, and the day and the agent of the conversion where the record has them:
    "archiver 0.1.0 · 30 November 2026 · Port Archive". `program` is another form of the program's name; "" for a record without
    its program.
    """
    program = program or f"{article.tool.name} {article.tool.version}".strip()
    return (
        _DOT.join(filter(None, (program, written_date(article.made, "", article.language), _folded(article.agent))))
        if program
        else ""
    )


def differs_from_digest(article: Article) -> bool:
    """Whether a record has a digest that no longer fits, so that somebody corrected it. Nothing is said of a record without
    a digest: a record of version 1.0 has none.
    """
    return bool(article.digest) and article.corrected


def corrections(article: Article, words: dict[str, str]) -> list[str]:
    """The corrections by hand, one for each line of a colophon: day, agent and text of each `revision`, else a word that
    there were some; [] for a record that nobody corrected. `words` are those of the article's language.
    """
    lines = [
        _DOT.join(filter(None, (written_date(r.when, "", article.language), _folded(r.agent), _folded(r.text))))
        for r in article.revisions
    ]
    return lines or ([words["afterwards"]] if differs_from_digest(article) else [])


def _folded(text: str) -> str:
    return " ".join(text.split())
