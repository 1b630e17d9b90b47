"""Drafts and records for tests, made from a few lines of markup."""

from __future__ import annotations

from lxml import etree

from archiver import pipeline, record, schema
from archiver.article import Article
from archiver.draft import Draft
from archiver.readers import html
from archiver.source import Source


def page(body: str, head: str = "", url: str | None = None) -> Draft:
    """The Draft of a page with this body, on which nothing has been said yet."""
    data = f"<!DOCTYPE html><html><head><title>A page</title>{head}</head><body>{body}</body></html>".encode()
    return Draft(html.read(Source(name="page.html", data=data, stem="page", url=url)))


def build(draft: Draft) -> Article:
    """The record of a draft; it must satisfy its own schema and account for every word."""
    article = record.build(draft, record.Conversion("0" * 64))
    assert [v for v in schema.check(article) if v.severity == "error"] == []
    count = record.count_words(draft, article)
    assert count.unaccounted == 0, count.examples
    return article


def body_xml(article: Article) -> str:
    """The body's content as XML without namespaces and ids, one line."""
    body = article.root.find("{*}body")
    assert body is not None
    text = etree.tostring(body, encoding="unicode")
    for noise in (' xmlns="urn:archiver:article:1"', "<body>", "</body>", "<body/>"):
        text = text.replace(noise, "")
    root = etree.fromstring(f"<x>{text}</x>")
    for element in root.iter():
        element.attrib.pop("id", None)
    return etree.tostring(root, encoding="unicode")[3:-4]


def build_text(text: str) -> Article:
    """The validated Article of a plain text, also of one that looks like no article."""
    return pipeline.normalize(
        Source(name="text.txt", data=text.encode(), stem="text"), media_type="text/plain", force=True
    )
