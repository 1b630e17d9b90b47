"""What a judgement line by line gets wrong, mended by structure."""

from __future__ import annotations

from archiver.cleaning.body import candidates
from archiver.cleaning.mending import mend
from cleanings import PARAGRAPHS, PROSE, clean
from drafts import build, page


def kept(markup: str, chance: dict[str, float]) -> list[str]:
    """What is kept with a cut of 0.5: units that begin with a key have its chance, all others 0.9."""
    draft = page(markup)
    measures, units, _ = candidates(draft)
    chances = [next((c for start, c in chance.items() if u.text.startswith(start)), 0.9) for u in units]
    return [u.text for u, k in zip(units, mend(draft, measures, units, chances, 0.5), strict=True) if k]


def test_a_list_is_kept_whole_or_not_at_all() -> None:
    items = "<ul><li>A rope of hemp</li><li>A lantern, and oil for it</li><li>Salt</li></ul>"
    assert "Salt" in kept(f"<p>{PROSE}</p>{items}<p>{PROSE}</p>", {"Salt": 0.2})
    assert "Salt" not in kept(f"<p>{PROSE}</p>{items}<p>{PROSE}</p>", {"Salt": 0.6, "A rope": 0.1, "A lantern": 0.1})


def test_code_stays_beside_the_text_that_speaks_of_it() -> None:
    code = "<pre>let boat = moor(quay);</pre>"
    assert "let boat = moor(quay);" in kept(f"<p>{PROSE}</p>{code}<p>{PROSE}</p>", {"let": 0.1})
    assert "let boat = moor(quay);" not in kept(f"<p>{PROSE}</p>{code}", {"let": 0.1})


def test_a_caption_that_only_its_class_names_is_a_caption() -> None:
    picture = '<div class="c-media"><img src="quay.jpg" alt="The quay"><div class="c-media__caption">The quay at dawn.</div></div>'
    article = build(clean(page(f'<div class="entry-content">{PARAGRAPHS}{picture}{PARAGRAPHS}</div>')))
    assert "The quay at dawn." in article.text(captions=True)
    assert "The quay at dawn." not in article.text(captions=False)
    assert b"<caption>" in article.xml()


def test_what_is_called_caption_and_holds_the_text_is_none() -> None:
    article = build(clean(page(f'<div class="caption-box"><img src="quay.jpg" alt="">{PARAGRAPHS}</div>')))
    assert "Paragraph c" in article.text(captions=False)
