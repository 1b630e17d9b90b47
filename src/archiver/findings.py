"""All findings in one table: code, severity, sentence and advice. docs/generate.py makes docs/reference/findings.md from it.

The first letter names the part of the pipeline: S source, D documents, M metadata, N notes, C cleaning, F fetching, R record, A
accounting, W writers. Findings of the writers depend on what is installed at export time, and R002 and R003 are about a
record that is kept, so the command line shows them, and no record holds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding. `sentence` has named placeholders for values; `advice` says what the user can do."""

    code: str
    severity: Severity
    sentence: str
    advice: str


_KINDS = (
    FindingKind("S001", "warning", "{count} characters of the source could not be decoded and show as \ufffd.",
                "Save the page again; or convert the source to UTF-8 if its encoding was taken for another one."),
    FindingKind("S003", "info", "The page shows its text only to readers without scripts (in noscript); that text was read.",
                "Nothing; or save the page from a browser after its scripts have run."),
    FindingKind("S004", "warning", "The source does not say its encoding, or says a wrong one; it was guessed: {encoding}.",
                "Look at letters with accents, quotation marks and currency signs. If they are wrong, convert the source to UTF-8, for example with "
                "iconv -f ENCODING -t UTF-8."),
    FindingKind("S005", "warning", "{count} control characters of the source are letters or signs of {encoding}, and were read as such, as in “{example}”.",
                "Look at the word and its like."),
    FindingKind("S006", "warning", "{count} characters of the source had been encoded twice and were mended, as in “{example}”.",
                "Look at the word and its like."),
    FindingKind("S007", "warning", "{count} places of the source read as if they had been encoded twice, and were left as they are: the first is “{example}”.",
                "If they are wrong, convert the source again with --repair-encoding."),
    FindingKind("S008", "info", "Words that line ends had broken were joined, {count} in all: {examples}.",
                "Check the words: the hyphen of one may be its own."),
    FindingKind("S011", "info", "The mail has files with it that are not in the record: {names}.",
                "Save them from a mail program if you want to keep them."),
    FindingKind("S012", "warning", "The source ends before it is complete, so words at its end may be missing.",
                "Save or download it again."),
    FindingKind("S013", "warning", "Columns stand side by side in the text: {outcome}.",
                "Compare the order of the paragraphs with the page."),
    FindingKind("D001", "info", "The document has tracked changes or comments. Insertions, kept in the text: {insertions}. In the ledger: deletions {deletions}, "
                "comments {comments}.", "Accept or refuse the changes in the program that made it, if the text is not the one you mean."),
    FindingKind("D002", "warning", "Pictures of the document in the format {format}, which no export can show: {count}.",
                "Save the pictures as PNG, or save the document as HTML with the program that made it."),
    FindingKind("D003", "warning", "Words of the document that are not in the text that was read from it: {count} ({examples}).",
                "Look for them in the document: they may stand in a drawing, a form or a field."),
    FindingKind("D004", "warning", "The document includes other files, which are not read: {names}.",
                "Put them into the document, or convert each of them."),
    FindingKind("D005", "warning", "Chapters that the book names are not in its file, or cannot be read: {names}.",
                "Get the book again, if it should be whole."),
    FindingKind("M001", "warning", "The source carries no title.", "Give one with --title."),
    FindingKind("M002", "info", "The source names no author.", "Give one with --author if you know it."),
    FindingKind("M003", "info", "The source carries no date of publication.", "Give one with --date if you know it."),
    FindingKind("M004", "warning", "The page declares the language {declared}, but its text reads as {detected}.",
                "Give the right language with --language."),
    FindingKind("M005", "warning", "Sources disagree about the {field}: {values}.", "Check the page, and give the right value on the command line."),
    FindingKind("M006", "warning", "The source holds only a part of its article: {reason}.",
                "Save the whole article: sign in first, or save the page that shows it in one piece."),
    FindingKind("N001", "warning", "The source carries no text for note {label}.", "Look for the note in the original page."),
    FindingKind("N002", "info", "Nothing in the text calls note {label}.", "Check the page: the marker may have been lost."),
    FindingKind("N003", "warning", "The notes count from {first} to {last}, and {missing} is neither called nor there.",
                "Check the original page: a marker and its note may have been lost together."),
    FindingKind("N004", "info", "The markers call the notes in another order than they are numbered: {labels}.",
                "Check that the text has the order of the original page."),
    FindingKind("N005", "warning", "Two notes carry the label {label}.", "Check the numbering of the page."),
    FindingKind("N006", "warning", "The marker {label} leads to a note that shows {printed} before its text.",
                "Check the page for the right note."),
    FindingKind("N007", "info", "{labels} may be no call of a note: {reason}.", "Look at the place in the original page."),
    FindingKind("C001", "warning", "The source does not look like an article: {reason}", "Check the result; it was made only because of --force."),
    FindingKind("C002", "info", "No part of the page stands out as the article, so nothing but named page chrome was left out.",
                "Check the beginning and the end of the body."),
    FindingKind("C003", "warning", "Line {line} of the site rules {file} was not carried out: {reason}.",
                "Correct the line; `archiver rules test` tests every line on a page."),
    FindingKind("C004", "warning", "The rule {rule} takes {share} % of the prose under the headline: {outcome}.",
                "Compare the body with the page; `archiver inspect` shows what each rule removed."),
    FindingKind("C005", "warning", "The source may not hold the whole article: {reason}.",
                "Get the whole article, or its other pages, if you can; the record holds what this source shows."),
    FindingKind("F001", "warning", "The picture at {address} is not in the record: {reason}.",
                "Try again later, or save the page with its pictures."),
    FindingKind("R001", "warning", "A picture that the page carries inside ({what}) is left out of all exports: {reason}.",
                "Nothing if it is hostile; otherwise save the picture separately. The record keeps it unchanged."),
    FindingKind("R002", "warning", "The record {record} is kept, and the other formats are made from it: {reason}.",
                "Nothing; or --overwrite-corrected, which starts anew and keeps the old record as NAME.xml.bak."),
    FindingKind("R003", "warning", "Not done, because the record is kept: {changes}.",
                "Correct the record by hand; or --overwrite-corrected, which starts anew."),
    FindingKind("A001", "error", "{count} words of the source are neither in the record nor in the ledger: {examples}.",
                "This is a defect of Archiver; please report it with the source."),
    FindingKind("W001", "warning", "The PDF shows characters as their numbers, because fonts for {scripts} are not installed ({characters}): "
                "pip install {requirement}", "Install the fonts, and export the record again. `archiver doctor` lists missing fonts."),
    FindingKind("W002", "info", "The PDF shows characters as their numbers, because Archiver has no font for {scripts} ({characters}).",
                "Nothing; the record holds the characters."),
    FindingKind("W003", "info", "{count} formulas could not be set as mathematics, and exports show their TeX: {examples}.",
                "Nothing; or correct the TeX in the record, and export it again."),
    FindingKind("W004", "warning", "{count} notes of the PDF are at its end, not at the foot of their pages ({labels}): {reason}.",
                "Nothing; each call leads to its note. Or use the other engine: `--pdf-engine weasyprint` or `--pdf-engine typst`."),
)  # fmt: skip

FINDINGS: dict[str, FindingKind] = {kind.code: kind for kind in _KINDS}
