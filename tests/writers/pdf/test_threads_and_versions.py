"""A PDF can be made in any thread of any program: it has the same bytes, and the process is left as it was."""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import logging
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from operator import attrgetter
from pathlib import Path
from typing import Any

import pikepdf
import pydyf  # type: ignore[import-untyped]
import pytest
import weasyprint  # type: ignore[import-untyped]

import archiver
from archiver.article import Article
from archiver.errors import InvalidResult, MissingDependency, UsageError
from archiver.writers import pdf
from archiver.writers.pdf.weasyprint import layout_check, patches, speedups, tag_check
from archiver.writers.pdf.weasyprint import tags as pdf_tags
from archiver.writers.shared import recursion
from support.folders import RECORDS

SIX = ["everything", "notes-everywhere", "arabic", "japanese", "lost-notes", "bare"]
ENGINES = ["weasyprint", "typst"]
PAGE = "<style>p { width: 50%; color: rgb(9, 0, 0) } b { font-family: serif }</style><p>Ebb <b>and</b> flow"


def record(name: str) -> Article:
    return Article.from_bytes((RECORDS / f"{name}.xml").read_bytes())


def made(name: str, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.write(record(name), out, **options)
    return out.getvalue()


def digest(name: str, **options: Any) -> str:
    return hashlib.sha256(made(name, **options)).hexdigest()


# ---- threads ------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_three_threads_give_the_same_bytes_as_one(engine: str, tmp_path: Path) -> None:
    articles = [record(name) for name in SIX]

    def export(number: int) -> bytes:
        """Two of three threads take the same article at the same time."""
        target = tmp_path / f"{number}.pdf"
        archiver.export(articles[number // 2 % len(SIX)], "pdf", target, engine=engine)
        return target.read_bytes()

    with ThreadPoolExecutor(3) as pool:
        threads = list(pool.map(export, range(18)))
    alone = [made(name, engine=engine) for name in SIX]
    assert threads == [alone[number // 2 % len(SIX)] for number in range(18)]


def test_other_documents_are_not_patched_while_one_of_ours_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In another thread, in the middle of a document of ours: its own classes, faces, bytes and log."""
    host = weasyprint.HTML(string=PAGE)
    before = host.write_pdf()
    heard: list[logging.LogRecord] = []
    listener = logging.Handler()
    listener.emit = heard.append  # type: ignore[method-assign, assignment]
    logging.getLogger("weasyprint").addHandler(listener)
    survey, theirs = layout_check.survey, []

    def in_the_middle(*given: Any) -> Any:
        assert not heard
        with ThreadPoolExecutor(1) as pool:
            theirs.append(pool.submit(host.write_pdf).result())
            pool.submit(weasyprint.CSS, string="p { colour: red }").result()
            theirs.append(pool.submit(weasyprint.HTML(string=PAGE).render).result().pages[0])
        return survey(*given)

    monkeypatch.setattr(layout_check, "survey", in_the_middle)
    try:
        made("bare")
    finally:
        logging.getLogger("weasyprint").removeHandler(listener)
    meanwhile, page = theirs
    assert meanwhile == before
    assert type(page._page_box.style).__module__ == "weasyprint.css"
    assert [message.levelname for message in heard] == ["WARNING"]
    with pikepdf.open(io.BytesIO(meanwhile)) as file:
        names = [
            str(thing.BaseFont)
            for thing in file.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        ]
    assert names and not [name for name in names if "Archiver" in name]


@pytest.mark.slow
def test_the_fontconfig_of_the_program_does_not_change_the_pages(tmp_path: Path) -> None:
    """Neither the faces, rules and locale of the process nor those of a user are asked."""
    conf = tmp_path / "fonts.conf"
    conf.write_text(
        '<fontconfig><dir>/usr/share/fonts</dir><match target="pattern">'
        '<edit name="family" mode="prepend" binding="strong"><string>DejaVu Sans</string></edit>'
        '<edit name="dpi" mode="assign"><double>200</double></edit><edit name="embolden" mode="assign"><bool>true</bool></edit>'
        "</match></fontconfig>"
    )
    code = (
        "import hashlib, io, sys; from archiver.article import Article; from archiver.writers import pdf\n"
        "for name in sys.argv[1:]:\n"
        "    out = io.BytesIO(); pdf.write(Article.from_bytes(open(name, 'rb').read()), out)\n"
        "    print(hashlib.sha256(out.getvalue()).hexdigest())"
    )
    chinese = tmp_path / "chinese.xml"
    text = (RECORDS / "japanese.xml").read_text("utf-8")
    chinese.write_text(text.replace('xml:lang="ja"', 'xml:lang="zh-Hans"').replace(">ja<", ">zh-Hans<"), "utf-8")
    names = [*(str(RECORDS / f"{name}.xml") for name in ("everything", "arabic")), str(chinese)]
    digests = set()
    for extra in ({"LC_ALL": "C"}, {"FONTCONFIG_FILE": str(conf), "LC_ALL": "ja_JP.UTF-8", "LANG": "zh_TW.UTF-8"}):
        done = subprocess.run(
            [sys.executable, "-c", code, *names],
            env={**os.environ, **extra, "PYTHONPATH": str(Path(archiver.__file__).parents[1])},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        digests.add(done.stdout)
    assert len(digests) == 1 and len(digests.pop().split()) == 3


# ---- nothing left -------------------------------------------------------------------------------

#: A process of its own: what the first document leaves behind is there to be seen before the first document only.
WATCHED = '''
import importlib, json, logging, os, pkgutil, sys, tempfile, warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import archiver
from archiver.article import Article
from archiver.errors import ArchiverError
import weasyprint, pydyf, cffi, cssselect2, tinycss2, fontTools.ttLib, fontTools.subset, fontTools.varLib.instancer
import fontTools.ttLib.tables._h_e_a_d, PIL.Image

OTHERS = ("weasyprint", "pydyf", "cffi", "cssselect2", "fontTools", "tinycss2", "typst", "PIL")
for module in pkgutil.walk_packages(weasyprint.__path__, "weasyprint."):
    if "__main__" not in module.name:
        importlib.import_module(module.name)

def attributes():
    """Every attribute of every module of theirs, and of every class in them, by its identity."""
    seen = {}
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in OTHERS:
            for key, value in list(vars(module).items()):
                seen[name, key] = value
                if isinstance(value, type) and value.__module__.split(".")[0] in OTHERS:
                    for inner, thing in list(vars(value).items()):
                        seen[name, key, inner] = thing
    return seen

def process():
    mask = os.umask(0)
    os.umask(mask)
    loggers = {name: (logging.getLogger(name).level, list(logging.getLogger(name).filters), len(logging.getLogger(name).handlers))
               for name in ("", "weasyprint", "weasyprint.progress", "fontTools", "PIL")}
    return {"environment": dict(os.environ), "umask": mask, "recursion": sys.getrecursionlimit(), "filters": list(warnings.filters),
            "loggers": loggers, "temporary": sorted(os.listdir(tempfile.gettempdir())), "folder": os.getcwd(),
            "logging": logging.root.manager.disable}

before, state = attributes(), process()
articles = [Article.from_bytes(Path(name).read_bytes()) for name in sys.argv[3:]]
out, css = Path(sys.argv[1]), Path(sys.argv[2])
def export(number):
    engine, options = ("typst", {}) if number % 3 == 0 else ("weasyprint", {"css": css} if number % 3 == 1 else {})
    try:
        archiver.export(articles[number % len(articles)], "pdf", out / f"{number}.pdf", engine=engine, **options)
    except ArchiverError as error:
        return f"{type(error).__name__}: {error}"
with ThreadPoolExecutor(3) as pool:
    failed = [name for name in pool.map(export, range(12)) if name]
after = attributes()
# caches that fill (functools.cached_property, lazily imported modules) are no changes: only what was there counts
changed = sorted(".".join(key) for key, value in before.items() if key not in after or after[key] is not value)
print(json.dumps({"changed": changed, "same": process() == state, "state": [k for k, v in process().items() if v != state[k]], "failed": failed}))
'''


@pytest.mark.slow
def test_a_pdf_changes_nothing_of_the_process(tmp_path: Path) -> None:
    css = tmp_path / "own.css"
    face = next(path for path in sorted(_faces().glob("*.ttf")) if "Mono" in path.name)
    (tmp_path / "face.ttf").write_bytes(face.read_bytes())
    css.write_text('@font-face { font-family: "Own"; src: url(face.ttf) } :root { --serif: "Own" } p { colour: red }')
    for name in ("out", "temporary"):
        (tmp_path / name).mkdir()
    seen = _watched(tmp_path, css)
    assert seen == {"changed": [], "same": True, "state": [], "failed": []}
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 12
    with pikepdf.open(tmp_path / "out" / "1.pdf") as file:
        names = {
            str(thing.BaseFont)[8:]
            for thing in file.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        }
    assert "Own" in names


def _watched(folder: Path, css: Path) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, folder / "out", css, *(RECORDS / f"{name}.xml" for name in ("bare", "arabic"))],
        env={**os.environ, "PYTHONPATH": str(Path(archiver.__file__).parents[1]), "TMPDIR": str(folder / "temporary")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def _faces() -> Path:
    from archiver.writers.shared.fonts import bundled_fonts

    return bundled_fonts()


def patched() -> list[Any]:
    """What stands in the places that PATCHES names."""
    return [attrgetter(patch.name)(importlib.import_module(patch.module)) for patch in patches.PATCHES]


def test_a_failed_layout_leaves_no_patch_and_no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    made("bare")
    before, limit = patched(), sys.getrecursionlimit()

    def failing(*_: Any, **__: Any) -> Any:
        assert all(now is not was for now, was in zip(patched(), before, strict=True))
        raise ZeroDivisionError("in the middle")

    for module, name in ((weasyprint.HTML, "render"), (weasyprint.document.Document, "write_pdf")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, failing)
            with pytest.raises(InvalidResult, match="ZeroDivisionError"):
                made("bare")
        assert patched() == before and sys.getrecursionlimit() == limit
        assert not logging.getLogger("weasyprint").filters
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(made, "bare").result(timeout=60).startswith(b"%PDF")


def test_an_interrupt_leaves_no_patch(monkeypatch: pytest.MonkeyPatch) -> None:
    before = patched()

    def interrupted(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(pdf_tags.Tagger, "move_notes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        made("bare")
    assert patched() == before


def test_a_function_that_other_code_replaces_meanwhile_is_not_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.pdf import tags  # type: ignore[import-untyped]

    original = tags._build_box_tree
    with patches.rendering():
        ours = tags._build_box_tree
        tags._build_box_tree = theirs = lambda *given: ours(*given)
    try:
        assert ours is not original and tags._build_box_tree is theirs
        assert weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/ua-1"), "and what they hold of ours goes on"
    finally:
        tags._build_box_tree = original


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_child_that_is_forked_while_a_pdf_is_made_can_make_one() -> None:
    code = (
        "import io, os, sys, threading; from archiver.article import Article; from archiver.writers import pdf; from archiver.writers.pdf.weasyprint import patches as pdf_patches\n"
        "from weasyprint.pdf import tags; stock = tags._build_box_tree\n"
        "inside, over = threading.Event(), threading.Event()\n"
        "def hold():\n"
        "    with pdf_patches.rendering(): inside.set(); over.wait()\n"
        "thread = threading.Thread(target=hold); thread.start(); inside.wait()\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    out = io.BytesIO(); pdf.write(Article.from_bytes(open(sys.argv[1], 'rb').read()), out)\n"
        "    os._exit(0 if out.getvalue()[:4] == b'%PDF' and tags._build_box_tree is stock else 1)\n"
        "code = os.waitpid(child, 0)[1]; over.set(); thread.join(); sys.exit(os.waitstatus_to_exitcode(code))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, RECORDS / "bare.xml"],
        env={**os.environ, "PYTHONPATH": str(Path(archiver.__file__).parents[1])},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_recursion_limit_is_restored_after_the_last_thread() -> None:
    before = sys.getrecursionlimit()
    first, second = recursion.deep_stack(), recursion.deep_stack()
    with first:
        inside = sys.getrecursionlimit()
        second.__enter__()
    assert sys.getrecursionlimit() == inside > before, "one is still in need of it"
    second.__exit__(None, None, None)
    assert sys.getrecursionlimit() == before
    with recursion.deep_stack():
        sys.setrecursionlimit(inside + 1)
    assert sys.getrecursionlimit() == inside + 1, "somebody else has set it"
    sys.setrecursionlimit(before)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_child_has_the_recursion_limit_that_it_needs() -> None:
    code = (
        "import os, sys, threading; from archiver.writers.shared.recursion import deep_stack\n"
        "before, entered, leave = sys.getrecursionlimit(), threading.Event(), threading.Event()\n"
        "def other():\n"
        "    with deep_stack():\n"
        "        entered.set(); leave.wait()\n"
        "thread = threading.Thread(target=other); thread.start(); entered.wait()\n"
        "if (child := os.fork()) == 0:\n"
        "    with deep_stack(): inside = sys.getrecursionlimit()\n"
        "    os._exit(0 if sys.getrecursionlimit() == before < inside else 1)\n"
        "code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]); leave.set(); thread.join(); sys.exit(code)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(archiver.__file__).parents[1])}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_thread_can_export_the_deepest_record(engine: str, tmp_path: Path) -> None:
    levels = 100 if engine == "weasyprint" else 25  # Typst itself goes no deeper than some thirty
    deep = "<quote>" * levels + "<p>deep</p>" + "</quote>" * levels
    text = (RECORDS / "bare.xml").read_text("utf-8")
    article = Article.from_bytes(
        f"{text[: text.index('<body>')]}<body>{deep}</body>{text[text.index('</body>') + 7 :]}".encode()
    )
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(archiver.export, article, "pdf", tmp_path / "deep.pdf", engine=engine).result().is_file()


# ---- speed-ups ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_pages_are_the_same_without_speedups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes everywhere, right to left, East Asian, lost notes, whatever the record knows: each object but for how it is packed."""
    quick = {name: _content(made(name)) for name in SIX}
    monkeypatch.setattr(patches, "KNOWN", {"weasyprint": frozenset(), "pydyf": frozenset()})
    for name in SIX:
        assert _content(made(name)) == quick[name]


def _content(data: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as file:
        return [
            thing.read_bytes() if isinstance(thing, pikepdf.Stream) else thing.unparse()
            for thing in file.objects
            if not (isinstance(thing, pikepdf.Stream) and thing.get("/Type") in ("/XRef", "/ObjStm"))
        ]


@pytest.mark.slow
def test_a_document_does_not_change_the_next(tmp_path: Path) -> None:
    """What is kept from document to document is what all have in common: another's CSS between them, or another paper, changes nothing."""
    css = tmp_path / "large.css"
    css.write_text("p { font-size: calc(1vw + 5pt); text-align: justify } .note { color: red }")
    first = digest("notes-everywhere")
    other = digest("notes-everywhere", css=css)
    assert digest("notes-everywhere", page="letter") != first
    assert digest("notes-everywhere") == first
    assert digest("notes-everywhere", css=str(css)) == other != first


@pytest.mark.slow
def test_shared_styles_have_a_limit_and_belong_to_one_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    share, shared = patches.share, []

    def kept(styles: speedups.SharedStyles | None) -> None:
        shared.append(styles)
        share(styles)

    monkeypatch.setattr(patches, "share", kept)
    first = digest("everything")
    styles = shared[-1]
    assert styles is not None
    known = len(styles)
    assert digest("everything") == first and shared[-1] is styles
    assert len(styles) == known > 7
    digest("everything", page="letter")
    assert shared[-1] is not styles and len(styles) == known
    monkeypatch.setattr(speedups.SharedStyles, "MOST", 7)
    for _ in range(2):
        assert digest("everything") == first, "what is over the limit is worked out as ever"
        assert shared[-1] is styles and len(styles) == 7


# ---- versions -----------------------------------------------------------------------------------


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> str:
    """A WeasyPrint that Archiver does not know."""
    monkeypatch.setattr(weasyprint, "__version__", "99.1")
    return "99.1"


def test_the_installed_versions_are_known() -> None:
    assert weasyprint.__version__ in patches.KNOWN["weasyprint"]
    assert pydyf.__version__ in patches.KNOWN["pydyf"]
    with patches.rendering() as rendering:
        assert not rendering.unknown and not rendering.missing


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SIX, "pdf-places", "hostile"])
def test_an_unknown_version_with_right_tags_makes_a_pdf_without_speedups(name: str, unknown: str) -> None:
    before = patched()
    with patches.rendering() as rendering:
        assert rendering.unknown == (f"WeasyPrint {unknown}",)
        replaced = [now is not was for now, was in zip(patched(), before, strict=True)]
    assert replaced == [not patch.speed for patch in patches.PATCHES]
    assert True in replaced and False in replaced
    assert made(name).startswith(b"%PDF")


def _nothing_behind(*_: Any) -> None:
    """What tags are when notes stay where WeasyPrint puts them."""


def _changed_in_the_end(change: Any) -> Any:
    """Tags as they are made, and then changed: `change` gets each structure element, and what finds another one by its reference."""

    def breakage(patch: pytest.MonkeyPatch) -> None:
        move_notes = pdf_tags.Tagger.move_notes

        def move_notes_and_change(tagger: pdf_tags.Tagger, pdf: Any) -> None:
            move_notes(tagger, pdf)
            for thing in pdf.objects:
                if isinstance(thing, pydyf.Dictionary) and "S" in thing and "K" in thing:
                    change(thing, lambda reference: pdf.objects[int(reference.split()[0])])

        patch.setattr(pdf_tags.Tagger, "move_notes", move_notes_and_change)

    return breakage


def _without_spans(element: Any, _: Any) -> None:
    """As WeasyPrint 69 leaves cells."""
    for name in ("ColSpan", "RowSpan"):
        element.get("A", {}).pop(name, None)


def _last_first(element: Any, _: Any) -> None:
    """As WeasyPrint 69 reads a list within an item before that item."""
    if element["S"] == "/L":
        element["K"].reverse()


def _notes_first(element: Any, find: Any) -> None:
    """As where notes at the foot are drawn before the text."""
    if element["S"] in ("/Document", "/Art", "/Sect"):
        element["K"].sort(key=lambda kid: not (isinstance(kid, bytes) and find(kid).get("S") == "/Note"))


def _links_in_links(element: Any, find: Any) -> None:
    """As WeasyPrint makes a link of every box inside a link."""
    if element["S"] == "/Link" and (around := find(element["P"]))["S"] != "/Reference":
        around["K"].extend(kid for kid in element["K"] if not isinstance(kid, int) and find(kid)["Type"] == "/OBJR")


BREAKAGES = {
    "A table in it has rows of several lengths": _changed_in_the_end(_without_spans),
    "A list in it is not read in its order": _changed_in_the_end(_last_first),
    "does not come behind the text that calls it": _changed_in_the_end(_notes_first),
    "has no name of its own": lambda patch: patch.setattr(pdf_tags.Tagger, "move_notes", _nothing_behind),
    "link in it is made twice": _changed_in_the_end(_links_in_links),
    "is not marked as one": lambda patch: patch.delattr("weasyprint.pdf.tags._build_box_tree"),
    "stopped with AttributeError": lambda patch: patch.setattr(pdf_tags.Tagger, "name", lambda *_: [].none),  # type: ignore[attr-defined]
    "which standards it follows": lambda patch: patch.setattr(
        "archiver.writers.pdf.weasyprint.xmp.describe", _nothing_behind
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("complaint", BREAKAGES)
def test_an_unknown_version_with_wrong_tags_is_refused_with_a_remedy(
    complaint: str, unknown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "marked as one" in complaint:  # the hook is gone, and what calls it goes another way
        from weasyprint.pdf import tags

        stock = tags._build_box_tree
        monkeypatch.setattr(tags, "_another_way", stock, raising=False)
        exec_tags = _calling_another_way(tags)
        monkeypatch.setattr("weasyprint.pdf.add_tags", exec_tags)
        monkeypatch.delattr(tags, "_build_box_tree")
    else:
        BREAKAGES[complaint](monkeypatch)
    with pytest.raises(MissingDependency) as caught:
        made("everything" if complaint.split()[1] in ("table", "list") or "twice" in complaint else "notes-everywhere")
    assert caught.value.exit_code == 6
    assert complaint in caught.value.message and "WeasyPrint 99.1 is installed" in caught.value.message
    assert "--pdf-engine typst" in caught.value.remedy and "WeasyPrint 70.0" in caught.value.remedy


def _calling_another_way(tags: Any) -> Any:
    """WeasyPrint's module of tags with its private function under another name."""
    import types

    source = Path(tags.__file__).read_text("utf-8").replace("_build_box_tree", "_another_way")
    module = types.ModuleType("weasyprint.pdf.tags")
    module.__package__ = "weasyprint.pdf"
    exec(compile(source, tags.__file__, "exec"), module.__dict__)
    return module.add_tags


def test_missing_letters_with_an_unknown_version_are_noticed(unknown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint import pdf as theirs

    build = theirs.build_fonts_dictionary
    generate = theirs.generate_pdf
    monkeypatch.delattr(theirs, "build_fonts_dictionary")
    monkeypatch.setitem(
        generate.__globals__["__builtins__"], "build_fonts_dictionary", build
    )  # found, and not by the hook
    assert made("bare").startswith(b"%PDF")
    with pytest.raises(MissingDependency, match="letters could not be copied"):
        made("arabic")


def test_a_failure_with_a_known_version_is_reported_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_tags.Tagger, "move_notes", lambda *_: [][0])
    with pytest.raises(InvalidResult, match=r"could not be written \(IndexError\)"):
        made("bare")


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SIX, "pdf-places", "hostile"])
def test_the_tags_of_a_known_version_pass_the_same_check(name: str, surveys: list[layout_check.Survey]) -> None:
    """And the notes at the feet are those that the pages have."""
    data = made(name)
    feet = frozenset(surveys[-1].footnote_pages)
    tag_check.require_tags(data, record(name), feet, lettered=True)
    assert name in ("bare", "hostile", "lost-notes") or feet


def test_glyphs_of_arabic_clusters_have_the_letters_from_the_font() -> None:
    """A shadda that was met first above a letter with a vowel (mim, shadda, fatha: one cluster) is one also where it stands alone: WeasyPrint
    gives the glyph of the vowel both, for the whole document, and that of the shadda nothing."""
    text = (RECORDS / "bare.xml").read_text("utf-8")
    start, end = text.index("<body>"), text.index("</body>")
    said = "م\u064f\u062d\u064e\u0645\u0651\u064e\u062f \u062f\u064f\u0631\u0651 \u0642\u064e\u0644\u064e\u0645"
    out = io.BytesIO()
    pdf.write(Article.from_bytes(f"{text[:start]}<body><p>{said}</p>{text[end:]}".encode()), out)
    with pikepdf.open(io.BytesIO(out.getvalue())) as file:
        (mapped,) = (
            thing.ToUnicode.read_bytes()
            for thing in file.objects
            if isinstance(thing, pikepdf.Dictionary)
            and "Arabic" in str(thing.get("/BaseFont", ""))
            and "/ToUnicode" in thing
        )
    mapped = mapped.partition(b"beginbfchar")[2]
    pairs = re.findall(rb"^<[0-9a-f]{4}> <([0-9a-f]*)>\r?$", mapped, re.MULTILINE)
    letters = [bytes.fromhex(text.decode()).decode("utf-16-be") for text in pairs]
    assert set(letters) - {" "} == set(said) - {" "}


# ---- what callers name --------------------------------------------------------------------------


@pytest.mark.parametrize("css", ["text", "p { color: red }", "p { color: red }" * 300, "a\0b", b"p {}", 7, "", "."])
def test_css_that_is_no_file_is_a_usage_error(css: Any, tmp_path: Path) -> None:
    for named in (css, *([Path(css)] if isinstance(css, str) else [])):
        with pytest.raises(UsageError):
            archiver.export(record("bare"), "pdf", tmp_path / "a.pdf", css=named)
    assert not list(tmp_path.iterdir())


def test_css_that_cannot_be_read_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    css = tmp_path / "own.css"
    css.write_text("p { color: red }")
    opened = Path.open

    def refused(self: Path, *given: Any, **named: Any) -> Any:
        if self == css:
            raise PermissionError(13, "Permission denied")
        return opened(self, *given, **named)

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(UsageError, match=r"own\.css: cannot be read as CSS: Permission denied"):
        made("bare", css=css)
