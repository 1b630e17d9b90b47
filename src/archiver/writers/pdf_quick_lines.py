"""What WeasyPrint asks of Pango for each line of text, asked once: its faces, its glyphs, whether one more word would fit.

WeasyPrint 70 has Pango set each line four times: to find its end, to see whether the next word would still fit, as it will be,
and once more when it is drawn; each time with a face looked up anew. Here a style's faces are looked up once, the line is kept until it is
drawn, and the next word is only tried where its width leaves that in doubt. Anything but plain text goes WeasyPrint's own way,
and the pages are the same.
"""

from __future__ import annotations

import re
import struct
from typing import Any

from archiver.writers.pdf_quick_styles import home

#: How many lines are kept until they are drawn, some eight kilobytes each.
_KEPT = 4000
#: Characters of a line that is tried first, in widths of its face: almost always a line and a word.
_DRAFT = 3
#: What does not run plainly from left to right, or breaks in other places than spaces.
_NOT_PLAIN = re.compile("[^\x20-\xac\xae-\u058f\u1e00-\u1fff\u2010-\u2027\u2030-\u2052\u20a0-\u20bf]")
#: What ends a paragraph for Pango.
_PARAGRAPHS = re.compile("[\n\r\u2029]")
#: A word that is by so much of its height too wide is too wide, however it hangs together with the one before.
_SURELY = 0.25
#: What Pango marks a glyph by that no face has, and one that is none.
_UNKNOWN, _EMPTY = 0x10000000, 0x0FFFFFFF
_INFINITY = float("inf")
_GLYPH = struct.Struct("=Iiii4x")


def fits(line_break: Any, drawing: Any) -> bool:
    """Whether WeasyPrint's modules of lines and of drawing are as this one knows them."""
    from weasyprint.text.ffi import ffi, pango  # type: ignore[import-untyped]

    names = "Layout create_layout split_first_line first_line_metrics line_size strut get_next_break_point"
    return (
        all(hasattr(line_break, name) for name in names.split())
        and hasattr(drawing, "draw_first_line")
        and ffi.sizeof("PangoGlyphInfo") == _GLYPH.size
        and pango.pango_version() >= 14802
    )


def begin(faces: Any) -> None:
    """Begin a document: nothing of another one is kept any more."""
    faces.lines_kept = 0


# ---- layouts ------------------------------------------------------------------------------------


def layouts(line_break: Any) -> None:
    """Put a layout that is quicker made in the place of weasyprint.text.line_break.Layout."""
    from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION  # type: ignore[import-untyped]
    from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
    from weasyprint.text.fonts import font_features, get_font_description  # type: ignore[import-untyped]

    def shaping(style: Any) -> Any:
        """Pango's context, face and features for a style, or None where each text needs its own."""
        if style["text_decoration_line"] != "none" or style["letter_spacing"] != "normal" or style["word_spacing"]:
            return None
        context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
        override = style["font_language_override"]
        named = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
        if named:
            pointer, held = unicode_to_char_p(named)
            language = pango.pango_language_from_string(pointer)
            del held  # it had to live until here
            pango.pango_context_set_language(context, language)
        else:
            language = pango.pango_language_get_default()
        features = font_features(
            style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"], style["font_variant_caps"],
            style["font_variant_numeric"], style["font_variant_alternates"], style["font_variant_east_asian"],
            style["font_feature_settings"],
        )  # fmt: skip
        breaking = style["overflow_wrap"] in ("anywhere", "break-word")
        attributes = None
        if features or breaking:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            if features:
                said = ",".join(f"{key} {value}" for key, value in features.items()).encode()
                pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(said))
            if breaking:
                hyphens = pango.pango_attr_insert_hyphens_new(False)
                hyphens.start_index, hyphens.end_index = 0, 0xFFFFFFFF
                pango.pango_attr_list_change(attributes, hyphens)
        return context, get_font_description(style), attributes, language

    class Layout(line_break.Layout):  # type: ignore[misc]
        plain = kept = False

        def setup(self, style: Any) -> None:
            kept = home(style)
            try:
                known = kept.shaping
            except AttributeError:
                known = kept.shaping = shaping(style)
            self.plain = known is not None and not self.justification_spacing
            if not self.plain:
                super().setup(style)
                return
            context, face, attributes, self.language = known
            self.style = style
            self.first_line_direction = 0
            self.ascent = self.underline_position = self.strikethrough_position = None
            layout = self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
            pango.pango_layout_set_auto_dir(layout, False)
            pango.pango_layout_set_font_description(layout, face)
            if attributes is not None:
                pango.pango_layout_set_attributes(layout, attributes)

        def set_text(self, text: str, justify: bool = False) -> None:
            if not self.plain:
                super().set_text(text, justify)
                return
            if (end := text.find("\n")) != -1:
                text = text[: end + 2]
            self.text = text
            data = text.encode().replace(b"\0", b"")
            pango.pango_layout_set_text(self.layout, data, -1)
            if b"\t" in data:
                self.set_tabs()

        def deactivate(self) -> None:
            faces = self.style.font_config
            if self.kept:
                faces.lines_kept -= 1
                self.kept = False
            elif self.plain and getattr(faces, "lines_kept", _KEPT) < _KEPT:
                faces.lines_kept += 1
                self.kept = True
                return
            super().deactivate()

        def reactivate(self, style: Any) -> None:
            if self.kept:
                if style is self.style and not self.justification_spacing:
                    return
                self.deactivate()
            super().reactivate(style)

    line_break.Layout = Layout


def struts(strut: Any) -> Any:
    """For weasyprint.text.line_break.strut."""

    def quick(style: Any) -> Any:
        kept = home(style)
        try:
            return kept.strut
        except AttributeError:
            kept.strut = found = strut(style)
            return found

    return quick


# ---- the end of a line --------------------------------------------------------------------------


def lines(split: Any) -> Any:
    """For weasyprint.text.line_break.split_first_line."""
    from weasyprint.text import line_break  # type: ignore[import-untyped]
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    ffi.cdef("void pango_layout_line_index_to_x(PangoLayoutLine *line, int index, int trailing, int *x_pos);")
    x = ffi.new("int *")
    next_break, metrics = line_break.get_next_break_point, line_break.first_line_metrics

    def quick(
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification_spacing: Any,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        def wholly() -> Any:
            return split(text, style, context, max_width, justification_spacing, is_line_start, minimum)

        size = style["font_size"]
        if max_width is None or size * 4 > max_width or max_width == _INFINITY or style["white_space"] != "normal":
            return wholly()
        draft = text[: int(max_width / size * _DRAFT)]
        if style["hyphens"] == "auto" or _NOT_PLAIN.search(draft):
            return wholly()
        layout = line_break.create_layout(draft, style, context, max_width, justification_spacing)
        if not layout.plain:
            return wholly()
        line, end = layout.get_first_line()
        width, _ = line_break.line_size(line, style)
        whole = len(draft) == len(text)
        if width > max_width or (end is None and not whole):
            return wholly()
        if end is not None:
            start = len(draft.encode()[:end].decode())
            rest = draft[start:]
            breaks = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)[start + 1 : len(draft)]
            stop = next_break(breaks)
            if (stop is None and not whole) or not (word := rest[:stop].rstrip(" ")):
                return wholly()
            if rest[-1 if stop is None else stop] == " ":
                second = pango.pango_layout_get_line_readonly(layout.layout, 1)
                pango.pango_layout_line_index_to_x(second, end + len(word.encode()), 0, x)
                if width + x[0] * FROM_UNITS <= max_width + size * _SURELY:
                    return wholly()
        return metrics(line, draft, layout, end, True, style)

    return quick


# ---- glyphs -------------------------------------------------------------------------------------


def glyphs(draw: Any) -> Any:
    """For weasyprint.draw.text.draw_first_line."""
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    def quick(stream: Any, box: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
        def wholly() -> Any:
            return draw(stream, box, text_overflow, block_ellipsis, matrix)

        layout = box.pango_layout
        if text_overflow == "ellipsis" or block_ellipsis != "none" or _PARAGRAPHS.search(layout.text):
            return wholly()
        if box.style["font_size"] < 1e-6 or not box.text.strip():
            return wholly()
        line, _ = layout.get_first_line()
        shown: list[tuple[Any, str]] = []  # a face and its size, and what is written in it
        run = line.runs[0]
        face = None
        while run != ffi.NULL:
            item, run = run.data, run.next
            if item.item.analysis.font != face:
                face = item.item.analysis.font
                font, size = stream.add_font(face)
                if font.png or font.svg or font.colr or font.bitmap:
                    return wholly()
                shown.append(((font.hash, size), ""))
                written = font.__dict__.setdefault("written", {}).setdefault(size, {})
            glyphs = item.glyphs
            found = list(_GLYPH.iter_unpack(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * _GLYPH.size)))
            try:
                string = "".join([written[glyph] for glyph in found])
            except KeyError:
                for at, glyph in enumerate(found):
                    if glyph not in written:
                        if (said := write(font, size, face, layout, item, at, glyph, stream)) is None:
                            return wholly()
                        written[glyph] = said
                string = "".join([written[glyph] for glyph in found])
            string = f"<{string}"
            string = string[:-1] if string.endswith("<") else f"{string}>"
            shown[-1] = shown[-1][0], shown[-1][1] + string
        stream.set_text_matrix(*matrix.values)
        for (hash, size), string in shown:
            stream.set_font_size(hash, size)
            stream.show_text(string)
        return []

    def write(
        font: Any, size: float, face: Any, layout: Any, item: Any, at: int, glyph: Any, stream: Any
    ) -> str | None:
        """What stands for a glyph of such a width in a PDF; None where it is none of the common ones."""
        number, width, right, rise = glyph
        if rise or number == _EMPTY or number & _UNKNOWN:
            return None
        if number not in font.to_unicode:
            clusters, offset, length = item.glyphs.log_clusters, item.item.offset, item.item.length
            first = clusters[at]
            if item.item.analysis.level % 2:  # from right to left
                last = length if at == 0 else clusters[at - 1]
            else:
                last = length if at == item.glyphs.num_glyphs - 1 else clusters[at + 1]
            font.to_unicode[number] = layout.text.encode()[offset + first : offset + last].decode()
        offset = right / size
        if number in font.widths:
            own = font.widths[number]
        else:
            pango.pango_font_get_glyph_extents(face, number, stream.ink_rect, stream.logical_rect)
            own = font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        kerning = own + offset - width * 1000 * FROM_UNITS / size
        before = f">{-offset}<" if offset else ""
        return f"{before}{number:04x}" + (f">{int(kerning)}<" if kerning else "")

    return quick
