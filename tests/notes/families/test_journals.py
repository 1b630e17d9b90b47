"""References and notes as the platforms of journals write them: markers by number, lists with services at their ends."""

from __future__ import annotations

from notepages import Case, cases, check

_ONE = "Merle A, Ossel J. Ice in harbours. Coast Papers. 1999;3:1–9."
_TWO = "Tarn B. Lanterns. Varn: Quay Press; 2003."
_THREE = "Fenn C. On pilots. Coast Papers. 2005;9:11–30."
_BOTH = (("1", 1, _ONE), ("2", 1, _TWO))
_ALL = (*_BOTH, ("3", 1, _THREE))


@cases(
    Case(
        "springer-nature--title-holds-the-reference",
        by="Springer and Nature: the link carries the whole reference in its title, the number is data-counter, services follow",
        text='<p>Ice was measured<sup><a data-track="click" data-track-action="reference anchor" data-track-label="link" data-test="citation-ref" aria-label="Reference 1" title="Merle, A. Ice in harbours. Coast Papers 3, 1–9 (1999)." href="/articles/s77777-020-0001-1#ref-CR1" id="ref-link-section-d1e311">1</a></sup> '
        'and lamps were counted<sup><a data-track="click" data-track-action="reference anchor" data-test="citation-ref" aria-label="Reference 2" title="Tarn, B. Lanterns (Quay Press, 2003)." href="/articles/s77777-020-0001-1#ref-CR2" id="ref-link-section-d1e315">2</a></sup>.</p>',
        after='<section aria-labelledby="Bib1" data-title="References"><div class="c-article-section" id="Bib1-section"><h2 class="c-article-section__title" id="Bib1">References</h2><div class="c-article-section__content" id="Bib1-content"><div data-container-section="references">'
        '<ol class="c-article-references" data-track-component="outbound reference">'
        f'<li class="c-article-references__item js-c-reading-companion-references-item" data-counter="1."><p class="c-article-references__text" id="ref-CR1">{_ONE}</p><p class="c-article-references__links u-hide-print"><a href="https://doi.example/1">Article</a>  <a href="http://cas.example">CAS</a>  <a href="http://scholar.example">Google Scholar</a> </p></li>'
        f'<li class="c-article-references__item js-c-reading-companion-references-item" data-counter="2."><p class="c-article-references__text" id="ref-CR2">{_TWO}</p><p class="c-article-references__links u-hide-print"><a href="http://scholar.example">Google Scholar</a> </p></li></ol>'
        '<p class="c-article-references__download u-hide-print"><a href="/refs.ris">Download references</a></p></div></div></div></section>',
        notes=_BOTH,
        says=("Ice was measured[1] and lamps were counted[2].",),
    ),
    Case(
        "springer--author-and-year-with-footnotes",
        by="Springer's humanities journals: names and years that link to the list stay text, footnotes say Footnote to the ear",
        text='<p>The custom is old (<a data-test="citation-ref" title="Tarn, B. (2003). Lanterns." href="#ref-CR2" id="ref-link-section-d2e100">Tarn, 2003</a>), and was once law.<sup><a href="#Fn1"><span class="u-visually-hidden">Footnote </span>1</a></sup></p>',
        after='<div class="c-article-section" id="notes-section"><h2>Notes</h2><div class="c-article-section__content" id="notes-content"><ol class="c-article-footnote c-article-footnote--listed"><li class="c-article-footnote--listed__item" id="Fn1" data-counter="1."><div class="c-article-footnote--listed__content"><p>Until the great frost.</p></div></li></ol></div></div>',
        notes=(("1", 1, "Until the great frost."),),
        says=("The custom is old (Tarn, 2003), and was once law.[1]",),
    ),
    Case(
        "elsevier--dl-with-ids-of-its-own",
        by="ScienceDirect: the fragment is no id of the list; the way back carries it, in dt; views and services in each entry",
        text='<p>Ice was measured <a name="bbib1" href="#bib1" class="workspace-trigger" data-sd-ui-side-panel-opener="true" data-xocs-content-type="reference" data-xocs-content-id="bib1">[1]</a> and lamps counted <a name="bbib2" href="#bib2" class="workspace-trigger" data-xocs-content-type="reference" data-xocs-content-id="bib2">[2]</a>.</p>',
        after='<section class="bibliography u-font-serif text-s" id="cebibl1"><h2 class="section-title u-h4">References</h2><section class="bibliography-sec" id="cebibsec1"><dl class="references" id="reference-links-cebibsec1">'
        f'<dt class="label"><a href="#bbib1" id="ref-id-bib1" data-aa-button="sd:product:journal:article:location=references:type=anchor">[1]</a></dt><dd class="reference" id="sref1"><div class="other-ref"><span>{_ONE}</span></div><div class="ReferenceLinks"><a class="anchor" href="http://scholar.example"><span class="anchor-text">Google Scholar</span></a></div></dd>'
        f'<dt class="label"><a href="#bbib2" id="ref-id-bib2">[2]</a></dt><dd class="reference" id="sref2"><div class="other-ref"><span>{_TWO}</span></div><div class="ReferenceLinks"><a class="anchor" href="http://scholar.example"><span class="anchor-text">Google Scholar</span></a></div></dd></dl></section></section>',
        notes=_BOTH,
        says=("Ice was measured[1] and lamps counted[2].",),
    ),
    Case(
        "elsevier--ol-with-label-span",
        by="ScienceDirect of today: an ordered list that shows no number of its own, a linked label, blocks for authors, title and host",
        text='<p>Ice was measured <a class="anchor anchor-primary" href="#b1" name="bb1" data-xocs-content-id="b1"><span class="anchor-text-container"><span class="anchor-text">[1]</span></span></a>, <a class="anchor anchor-primary" href="#b2" name="bb2" data-xocs-content-id="b2"><span class="anchor-text-container"><span class="anchor-text">[2]</span></span></a>.</p>',
        after='<section class="bibliography" id="bi1"><h2>References</h2><ol class="references" id="reference-links-bs1">'
        '<li><span class="label"><a class="anchor anchor-primary" href="#bb1" id="ref-id-b1"><span class="anchor-text-container"><span class="anchor-text">[1]</span></span></a></span><span class="reference" id="sb1"><div class="contribution"><div class="authors">A. Merle, J. Ossel</div><div id="ref-id-sb1" class="title">Ice in harbours</div></div><div class="host">Coast Papers, 3 (1999), pp. 1-9</div><div class="ReferenceLinks"><a class="anchor" href="http://view.example"><span>View article</span></a><a class="anchor" href="http://scholar.example"><span>Google Scholar</span></a></div></span></li>'
        '<li><span class="label"><a class="anchor anchor-primary" href="#bb2" id="ref-id-b2"><span class="anchor-text">[2]</span></a></span><span class="reference" id="sb2"><div class="contribution"><div class="authors">B. Tarn</div><div id="ref-id-sb2" class="title">Lanterns</div></div><div class="host">Quay Press, Varn (2003)</div><div class="ReferenceLinks"><a class="anchor" href="http://scholar.example"><span>Google Scholar</span></a></div></span></li></ol></section>',
        notes=(
            ("1", 1, "A. Merle, J. Ossel Ice in harbours Coast Papers, 3 (1999), pp. 1-9"),
            ("2", 1, "B. Tarn Lanterns Quay Press, Varn (2003)"),
        ),
        says=("Ice was measured[1],[2].",),
    ),
    Case(
        "wiley--data-bib-id",
        by="Wiley: the fragment of the marker is the list item's data-bib-id, and no id of the page",
        text='<p>Ice was measured<span><sup><a href="#coa12-bib-0001" class="bibLink tab-link" data-tab="pane-pcw-references">1</a></sup></span> and lamps counted<sup><a href="#coa12-bib-0002" class="bibLink tab-link" data-tab="pane-pcw-references">2</a></sup>.</p>',
        after='<section class="article-section article-section__references" id="references-section"><h2>References</h2><div class="accordion__content"><ul class="rlist separator">'
        f'<li data-bib-id="coa12-bib-0001"><span class="bullet">1</span><span>{_ONE}</span><div class="extra-links getFTR"><a class="google-scholar" href="http://scholar.example">Google Scholar</a></div></li>'
        f'<li data-bib-id="coa12-bib-0002"><span class="bullet">2</span><span>{_TWO}</span><div class="extra-links getFTR"><a class="google-scholar" href="http://scholar.example">Google Scholar</a></div></li></ul></div></section>',
        notes=_BOTH,
        says=("Ice was measured[1] and lamps counted[2].",),
    ),
    Case(
        "frontiers--anchor-and-number-in-a-paragraph",
        by="Frontiers: an empty named anchor, the number and a full stop, services after bars",
        text='<p>Ice was measured (<a href="#B1">1</a>) and lamps counted (<a href="#B2">2</a>, <a href="#B3">3</a>).</p>',
        after='<div class="References"><h2>References</h2>'
        f'<p class="ReferencesCopy1"><a name="B1" id="B1"></a>1. {_ONE} doi: 10.9/1</p><p class="ReferencesCopy2"><a href="http://p.example">PubMed Abstract</a> | <a href="http://c.example">CrossRef Full Text</a> | <a href="http://s.example">Google Scholar</a></p>'
        f'<p class="ReferencesCopy1"><a name="B2" id="B2"></a>2. {_TWO}</p><p class="ReferencesCopy2"><a href="http://s.example">Google Scholar</a></p>'
        f'<p class="ReferencesCopy1"><a name="B3" id="B3"></a>3. {_THREE}</p><p class="ReferencesCopy2"><a href="http://s.example">Google Scholar</a></p></div>',
        notes=(("1", 1, _ONE + " doi: 10.9/1"), ("2", 1, _TWO), ("3", 1, _THREE)),
    ),
    Case(
        "plos--order-span-and-anchor",
        by="PLOS: the number in a span, an empty anchor as target, a list of links in each item",
        text='<p>Ice was measured [<a href="#coast.0001.ref001" class="ref-tip">1</a>–<a href="#coast.0001.ref003" class="ref-tip">3</a>].</p>',
        after='<div class="section toc-section"><a id="references" name="references"></a><h2>References</h2><ol class="references">'
        f'<li id="ref1"><span class="order">1.</span><a name="coast.0001.ref001" id="coast.0001.ref001" class="link-target"></a>{_ONE}<ul class="reflinks"><li><a href="#">View Article</a></li><li><a href="http://g.example">Google Scholar</a></li></ul></li>'
        f'<li id="ref2"><span class="order">2.</span><a name="coast.0001.ref002" id="coast.0001.ref002" class="link-target"></a>{_TWO}</li>'
        f'<li id="ref3"><span class="order">3.</span><a name="coast.0001.ref003" id="coast.0001.ref003" class="link-target"></a>{_THREE}<ul class="reflinks"><li><a href="#">View Article</a></li><li><a href="http://g.example">Google Scholar</a></li></ul></li></ol></div>',
        notes=(("1", 1, _ONE), ("2", 0, _TWO), ("3", 1, _THREE)),
        says=("Ice was measured[1]–[3].",),
    ),
    Case(
        "taylor-francis--data-rid",
        by="Taylor & Francis: href is #, data-rid names the item, an empty overlay beside the marker",
        text='<p>Ice was measured<span class="ref-lnk lazy-ref bibr"><a data-rid="CIT0001" data-refLink="_i2" href="#"><sup>1</sup></a><span class="ref-overlay scrollable-ref"><span class="ref-close"></span></span></span> '
        'and lamps counted<span class="ref-lnk lazy-ref bibr"><a data-rid="CIT0002" data-refLink="_i2" href="#"><sup>2</sup></a><span class="ref-overlay scrollable-ref"><span class="ref-close"></span></span></span>.</p>',
        after='<div class="summation-section" id="references-Section"><h2>References</h2><ul class="references numeric-ordered-list">'
        f'<li id="CIT0001"><span><span class="hlFld-ContribAuthor"></span>{_ONE}<span class="ref-links"> <a class="ref-button" href="http://x.example">[CrossRef]</a> <a href="http://g.example">[Google Scholar]</a></span></span></li>'
        f'<li id="CIT0002"><span>{_TWO}<span class="ref-links"> <a href="http://g.example">[Google Scholar]</a></span></span></li></ul></div>',
        notes=_BOTH,
        says=("Ice was measured[1] and lamps counted[2].",),
    ),
    Case(
        "taylor-francis--footnotes-beside-author-and-year",
        by="Taylor & Francis: footnotes by data-rid whose text opens with a sup, beside citations that stay text",
        text='<p>The custom is old (<span class="ref-lnk lazy-ref bibr"><a data-rid="CIT0004" href="#">Tarn 2003</a></span>) and was law.<span class="ref-lnk fn-ref-lnk lazy-ref"><a href="#" data-rid="FN0001" data-refLink="fn"><sup>1</sup></a><span class="ref-overlay"></span></span></p>',
        after='<div class="summation-section"><a id="inline_frontnotes"></a><h2 class="section-heading-2">Notes</h2><div id="FN0001"><p><sup>1</sup> Until the great frost.</p></div></div>',
        notes=(("1", 1, "Until the great frost."),),
        says=("The custom is old (Tarn 2003) and was law.[1]",),
    ),
    Case(
        "sage-science--doc-biblioref-and-listitem",
        by="SAGE, Science and PNAS (Atypon): roles on everything, a label in a div, the target inside the item, a copy in a pane",
        text='<p>Ice was measured.<a href="#bibr1-0099" role="doc-biblioref" id="body-ref-bibr1-0099" data-xml-rid="bibr1-0099"><sup>1</sup></a> Lamps were counted.<a href="#bibr2-0099" role="doc-biblioref" id="body-ref-bibr2-0099" data-xml-rid="bibr2-0099"><sup>2</sup></a></p>',
        after='<section id="bibliography" role="doc-bibliography"><h2>References</h2><div role="list">'
        f'<div role="listitem" data-has="label"><div class="label">1.</div><div class="citations" id="bibr1-0099"><div class="citation"><div class="citation-content">{_ONE}</div><div class="external-links"><div class="core-xlink-crossref"><a href="http://x.example">Crossref</a></div><div class="core-xlink-google-scholar"><a href="http://g.example">Google Scholar</a></div></div></div></div></div>'
        f'<div role="listitem" data-has="label"><div class="label">2.</div><div class="citations" id="bibr2-0099"><div class="citation"><div class="citation-content">{_TWO}</div><div class="external-links"><div class="core-xlink-google-scholar"><a href="http://g.example">Google Scholar</a></div></div></div></div></div></div></section>',
        notes=_BOTH,
        says=("Ice was measured.[1] Lamps were counted.[2]",),
    ),
    Case(
        "science--italic-numbers-in-round-brackets",
        by="Science: italic numbers in round brackets, a core- prefix before the id",
        text='<p>Ice was measured (<a href="#core-R1" role="doc-biblioref" id="body-ref-R1" data-xml-rid="R1"><i>1</i></a>, <a href="#core-R2" role="doc-biblioref" id="body-ref-R2" data-xml-rid="R2"><i>2</i></a>).</p>',
        after='<section role="doc-bibliography"><h2>References and Notes</h2><div role="list">'
        f'<div role="listitem" data-has="label" id="core-R1"><div class="labeled"><div class="label">1</div><div class="citations"><div class="citation"><div class="citation-content">{_ONE}</div></div></div></div></div>'
        f'<div role="listitem" data-has="label" id="core-R2"><div class="labeled"><div class="label">2</div><div class="citations"><div class="citation"><div class="citation-content">{_TWO}</div></div></div></div></div></div></section>',
        notes=_BOTH,
    ),
    Case(
        "highwire--rev-xref",
        by="HighWire: the way back is an arrow with the id, after a label in a span, and each entry is a div in the item",
        text='<p>Ice was measured (<a id="xref-ref-1-1" class="xref-bibr" href="#ref-1">1</a>) and lamps counted (<a id="xref-ref-2-1" class="xref-bibr" href="#ref-2">2</a>), and ice again (<a id="xref-ref-1-2" class="xref-bibr" href="#ref-1">1</a>).</p>',
        after='<div class="section ref-list" id="ref-list-1"><h2>References</h2><ol class="cit-list ref-use-labels">'
        f'<li><span class="ref-label">1.</span><a class="rev-xref-ref" href="#xref-ref-1-1" title="View reference 1. in text" id="ref-1">↵</a><div class="cit ref-cit ref-journal" id="cit-1"><div class="cit-metadata"><cite>{_ONE}</cite></div><div class="cit-extra"><a href="/x" class="cit-ref-sprinkles"><span>CrossRef</span></a><a href="/g"><span>Google Scholar</span></a></div></div></li>'
        f'<li><span class="ref-label">2.</span><a class="rev-xref-ref" href="#xref-ref-2-1" title="View reference 2. in text" id="ref-2">↵</a><div class="cit ref-cit ref-book" id="cit-2"><div class="cit-metadata"><cite>{_TWO}</cite></div><div class="cit-extra"><a href="/g"><span>Google Scholar</span></a></div></div></li></ol></div>',
        notes=(("1", 2, _ONE), ("2", 1, _TWO)),
    ),
    Case(
        "oup--data-open-and-content-id",
        by="Oxford University Press (Silverchair): a javascript link with data-open, an entry with content-id and a label in a div",
        text='<p>Ice was measured<a href="javascript:;" reveal-id="ref1" data-open="ref1" class="link link-ref link-reveal xref-bibr"><sup>1</sup></a> and lamps counted<a href="javascript:;" reveal-id="ref2" data-open="ref2" class="link link-ref link-reveal xref-bibr"><sup>2</sup></a>.</p>',
        after='<div class="ref-list js-splitview-ref-list"><h2>References</h2>'
        f'<div content-id="ref1" class="js-splitview-ref-item" data-legacy-id="ref1"><div class="refLink-parent"><span class="refLink"><a name="jumplink-ref1" href="javascript:;" aria-label="jumplink-ref1" data-id=""></a></span></div><div class="ref false" id="ref-auto-ref1"><div id="ref1" class="ref-content" data-id="ref1"><span class="label title-label" id="label-1">1.</span><div class="mixed-citation citation">{_ONE}</div><div class="citation-links"><a href="/g">Google Scholar</a></div></div></div></div>'
        f'<div content-id="ref2" class="js-splitview-ref-item" data-legacy-id="ref2"><div class="refLink-parent"><span class="refLink"><a name="jumplink-ref2" href="javascript:;"></a></span></div><div class="ref false" id="ref-auto-ref2"><div id="ref2" class="ref-content" data-id="ref2"><span class="label title-label" id="label-2">2.</span><div class="mixed-citation citation">{_TWO}</div><div class="citation-links"><a href="/g">Google Scholar</a></div></div></div></div></div>',
        notes=_BOTH,
        says=("Ice was measured[1] and lamps counted[2].",),
    ),
    Case(
        "cambridge--number-for-the-eye",
        by="Cambridge Core: a word for screen readers in the marker, the note's number as a link back in a paragraph",
        text='<p class="p">The custom was law.<a href="#fn1" class="xref fn" id="fn-ref1"><span class="show-for-sr">Footnote </span><sup class="sup">1</sup></a> It lapsed.<a href="#fn2" class="xref fn" id="fn-ref2"><span class="show-for-sr">Footnote </span><sup class="sup">2</sup></a></p>',
        after='<div id="footnotes-list"><h2>Footnotes</h2><div class="fn-group"><div id="fn1" class="fn"><p class="p"><a href="#fn-ref1"><span class="show-for-sr">Return to text at </span><sup class="sup">1</sup></a> Until the great frost.</p></div><div id="fn2" class="fn"><p class="p"><a href="#fn-ref2"><sup class="sup">2</sup></a> By neglect.</p></div></div></div>',
        notes=(("1", 1, "Until the great frost."), ("2", 1, "By neglect.")),
        says=("The custom was law.[1] It lapsed.[2]",),
    ),
    Case(
        "mdpi--data-content-numbers",
        by="MDPI: brackets outside the links, a list whose numbers come from data-content, services in brackets",
        text='<p>Ice was measured [<a href="#B1-coast-11-00001" class="html-bibr">1</a>,<a href="#B2-coast-11-00001" class="html-bibr">2</a>] and pilots asked [<a href="#B3-coast-11-00001" class="html-bibr">3</a>].</p>',
        after='<section id="html-references_list"><h2>References</h2><ol class="html-xx">'
        f'<li id="B1-coast-11-00001" class="html-x" data-content="1.">{_ONE} [<a class="google-scholar" href="http://g.example">Google Scholar</a>] [<a class="cross-ref" href="http://x.example">CrossRef</a>]</li>'
        f'<li id="B2-coast-11-00001" class="html-x" data-content="2.">{_TWO} [<a class="google-scholar" href="http://g.example">Google Scholar</a>]</li>'
        f'<li id="B3-coast-11-00001" class="html-x" data-content="3.">{_THREE} [<a class="google-scholar" href="http://g.example">Google Scholar</a>]</li></ol></section>',
        notes=_ALL,
    ),
    Case(
        "jama--anchor-number-content",
        by="JAMA and other Silverchair journals: a div with an anchor, the number in one div, the reference in the next",
        text='<p>Ice was measured.<sup><a href="#ldr-1" class="ref-link section-jump-link" id="br-1">1</a></sup> Lamps were counted.<sup><a href="#ldr-2" class="ref-link section-jump-link" id="br-2">2</a></sup></p>',
        after='<div class="references"><div class="h2">References</div>'
        f'<div class="reference"><a id="ldr-1" class="reference-anchor"></a><div class="reference-number">1.</div><div class="reference-content">{_ONE}<span class="crossref-doi"><a href="/g">Google Scholar</a><a href="/x">Crossref</a></span></div></div>'
        f'<div class="reference"><a id="ldr-2" class="reference-anchor"></a><div class="reference-number">2.</div><div class="reference-content">{_TWO}</div></div></div>',
        notes=_BOTH,
    ),
    Case(
        "ieee--anchors-that-are-no-addresses",
        by="IEEE Xplore: links without an address but with an attribute anchor, and a list whose number stands in b",
        text='<p>Ice was measured <a ref-type="bibr" anchor="ref1">[1]</a>, <a ref-type="bibr" anchor="ref2">[2]</a>.</p>',
        after='<section id="references-section-container"><h2>References</h2>'
        f'<div class="reference-container" id="ref1"><span class="number"><b>1.</b></span><div class="col"><div>{_ONE}</div></div></div>'
        f'<div class="reference-container" id="ref2"><span class="number"><b>2.</b></span><div class="col"><div>{_TWO}</div></div></div></section>',
        notes=_BOTH,
        says=("Ice was measured[1][2].",),
        engine="a link whose attribute anchor names its target is no link",
    ),
    Case(
        "lww--data-reference-links",
        by="Lippincott: a raised link without an address whose data attribute lists the entries, a number in a div before each",
        text='<p>Ice was measured<sup><a class="ejp-citation-link js-ejp-citation-link" data-reference-links="R1">1</a></sup> and lamps counted<sup><a class="ejp-citation-link js-ejp-citation-link" data-reference-links="R2">2</a></sup>.</p>',
        after='<section class="article-references"><h2>References</h2><div class="article-references__items">'
        f'<div class="article-references__item" id="R1"><div>1. {_ONE}</div><div class="article-references__links"><a href="/g">Google Scholar</a></div></div>'
        f'<div class="article-references__item" id="R2"><div>2. {_TWO}</div></div></div></section>',
        notes=_BOTH,
    ),
    Case(
        "europe-pmc--rid",
        by="Europe PMC: an attribute rid names the entry, numbers in sup",
        text='<p>Ice was measured<sup><a href="#R1-paper" rid="R1-paper" class="jig-ncbipopper bibr popnode">1</a></sup> and lamps counted<sup><a href="#R2-paper" rid="R2-paper" class="bibr popnode">2</a></sup>.</p>',
        after='<div class="ref-list-sec"><h2>References</h2>'
        f'<div class="ref-cit-blk half_rhythm" id="R1-paper"><span class="element-citation">1. {_ONE} [<a href="/p">Europe PMC free article</a>] [<a href="/a">Abstract</a>] [<a href="/x">CrossRef</a>] [<a href="/g">Google Scholar</a>]</span></div>'
        f'<div class="ref-cit-blk half_rhythm" id="R2-paper"><span class="element-citation">2. {_TWO} [<a href="/g">Google Scholar</a>]</span></div></div>',
        notes=_BOTH,
    ),
    Case(
        "frontiers-today--buttons-and-label-divs",
        by="Frontiers' new pages: citations are buttons without a target, the list has a label in a div of its own",
        text='<p>Ice was measured (<button class="ArticleReference" data-event="articleReference-a-b1">1</button>) and lamps counted (<button class="ArticleReference" data-event="articleReference-a-b2">2</button>, <button class="ArticleReference" data-event="articleReference-a-b3">3</button>).</p>',
        after='<div id="h14"><h2>References</h2><ul class="References">'
        f'<li class="References__item" id="B1"><div class="References__label"><p>1</p></div><div class="References__content"><p class="notranslate">{_ONE}</p></div></li>'
        f'<li class="References__item" id="B2"><div class="References__label"><p>2</p></div><div class="References__content"><p class="notranslate">{_TWO}</p></div></li>'
        f'<li class="References__item" id="B3"><div class="References__label"><p>3</p></div><div class="References__content"><p class="notranslate">{_THREE}</p></div></li></ul></div>',
        notes=_ALL,
        engine="buttons in round brackets without a target; a label in a div of its own before the entry",
    ),
    Case(
        "atypon--hidden-pane-repeats-the-references",
        by="Atypon platforms: a hidden side pane repeats every reference under a core-collateral id",
        text='<p>Ice was measured.<a href="#core-collateral-r1" role="doc-biblioref" id="body-ref-r1" data-xml-rid="r1"><sup>1</sup></a></p>',
        after=f'<section id="bibliography" role="doc-bibliography"><h2>References</h2><div role="list"><div role="listitem" data-has="label"><div class="label">1</div><div class="citations" id="r1"><div class="citation"><div class="citation-content">{_ONE}</div></div></div></div></div></section>',
        beyond=f'<div class="core-collateral" hidden><section id="collateral-references"><h2>References</h2><div role="list"><div role="listitem" data-has="label" id="core-collateral-r1"><div class="label">1.</div><div class="citations"><div class="citation"><div class="citation-content">{_ONE}</div></div></div></div></div></section></div>',
        notes=(("1", 1, _ONE),),
    ),
    Case(
        "plos-like--popups-beside-each-call",
        by="journals that print the reference in a hidden pop-up beside each call, and again in the list",
        text=f'<p>Ice was measured<sup class="xref"><a href="#c1">1</a><span class="ref-popup" style="display:none"><b>1</b> {_ONE} <a href="#">Close</a></span></sup> and lamps counted<sup class="xref"><a href="#c2">2</a><span class="ref-popup" style="display:none"><b>2</b> {_TWO} <a href="#">Close</a></span></sup>.</p>',
        after=f'<h2>References</h2><ol><li id="c1">{_ONE}</li><li id="c2">{_TWO}</li></ol>',
        notes=_BOTH,
        says=("Ice was measured[1] and lamps counted[2].",),
    ),
    Case(
        "abstracts--superscript-list-with-letters-and-numbers",
        by="society journals: notes with letters under the title's authors and numbered references in one article",
        text='<p>Ice was measured<sup><a href="#fna">a</a></sup> in March.<sup><a href="#fnr1">1</a></sup></p>',
        after=f'<div class="fn-group"><p id="fna"><sup>a</sup> With a rod.</p></div><h2>References</h2><ol><li id="fnr1">{_ONE}</li></ol>',
        notes=(("a", 1, "With a rod."), ("1", 1, _ONE)),
    ),
    Case(
        "arxiv--ltx-cite-numbers",
        by="LaTeXML (arXiv HTML, ar5iv): a cite with linked numbers, items with a tag and blocks",
        text='<p class="ltx_p">Ice was measured <cite class="ltx_cite ltx_citemacro_cite">[<a href="#bib.bib1" title="" class="ltx_ref">1</a>, <a href="#bib.bib2" title="" class="ltx_ref">2</a>]</cite>.</p>',
        after='<section id="bib" class="ltx_bibliography"><h2 class="ltx_title ltx_title_bibliography">References</h2><ul id="bib.L1" class="ltx_biblist">'
        '<li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag ltx_role_refnum ltx_tag_bibitem">[1]</span><span class="ltx_bibblock">A. Merle.</span><span class="ltx_bibblock"> Ice in harbours.</span><span class="ltx_bibblock"> <span class="ltx_text ltx_font_italic">Coast Papers</span>, 3, 1999.</span></li>'
        '<li id="bib.bib2" class="ltx_bibitem"><span class="ltx_tag ltx_role_refnum ltx_tag_bibitem">[2]</span><span class="ltx_bibblock">B. Tarn.</span><span class="ltx_bibblock"> Lanterns.</span></li></ul></section>',
        notes=(("1", 1, "A. Merle. Ice in harbours. Coast Papers, 3, 1999."), ("2", 1, "B. Tarn. Lanterns.")),
        says=("Ice was measured[1][2].",),
    ),
    Case(
        "arxiv--ltx-cite-alpha-keys",
        by="LaTeXML with the alpha style: keys of letters and years in brackets",
        text='<p class="ltx_p">Ice was measured <cite class="ltx_cite">[<a href="#bib.bib1" title="" class="ltx_ref">MO99</a>]</cite> and lamps counted <cite class="ltx_cite">[<a href="#bib.bib2" title="" class="ltx_ref">Tar03</a>]</cite>.</p>',
        after='<section id="bib" class="ltx_bibliography"><h2>References</h2><ul class="ltx_biblist">'
        '<li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag ltx_role_refnum ltx_tag_bibitem">[MO99]</span><span class="ltx_bibblock">A. Merle and J. Ossel. Ice in harbours.</span></li>'
        '<li id="bib.bib2" class="ltx_bibitem"><span class="ltx_tag ltx_role_refnum ltx_tag_bibitem">[Tar03]</span><span class="ltx_bibblock">B. Tarn. Lanterns.</span></li></ul></section>',
        notes=(("MO99", 1, "A. Merle and J. Ossel. Ice in harbours."), ("Tar03", 1, "B. Tarn. Lanterns.")),
        says=("Ice was measured[MO99] and lamps counted[Tar03].",),
    ),
    Case(
        "arxiv--footnotetext-with-mark-of-its-own",
        by="LaTeXML: a note inside with class ltx_note and an itemised mark, in the middle of a heading's section, after a title",
        text='<p class="ltx_p">We thank the watch<span id="footnotex1" class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">*</sup><span class="ltx_note_outer"><span class="ltx_note_content"><sup class="ltx_note_mark">*</sup><span class="ltx_tag ltx_tag_note"><sup class="ltx_sup">*</sup></span>Of the winter of 1890.</span></span></span> for its patience.</p>',
        notes=(("*", 1, "Of the winter of 1890."),),
        says=("We thank the watch[*] for its patience.",),
    ),
    Case(
        "cairn--renvoi",
        by="Cairn: brackets inside the link, the number links back, the text in a paragraph beside it",
        text='<p class="alinea">La glace tenait<a href="#no1" name="re1no1" class="renvoi typeref-note" role="doc-noteref"><sup>[1]</sup></a> et la lampe aussi<a href="#no2" name="re2no2" class="renvoi typeref-note" role="doc-noteref"><sup>[2]</sup></a>.</p>',
        after='<div class="grnotes"><h2>Notes</h2><div class="note" id="no1"><a class="no" href="#re1no1">[1]</a><div class="note-corps"><p class="alinea">Trois hivers.</p></div></div><div class="note" id="no2"><a class="no" href="#re2no2">[2]</a><div class="note-corps"><p class="alinea">Faute d\'huile.</p></div></div></div>',
        notes=(("1", 1, "Trois hivers."), ("2", 1, "Faute d'huile.")),
    ),
    Case(
        "persee--note-in-a-floating-bubble",
        by="Persée: the marker carries the note in a hidden span right after it, and the list repeats it",
        text='<p>La glace tenait<a class="footnote" href="#footnote1" id="callfootnote1"><sup>1</sup></a><span class="footnote-bubble" style="display:none">1. Trois hivers de suite.</span>.</p>',
        after='<ul class="footnotes"><li id="footnote1"><a href="#callfootnote1">1.</a> Trois hivers de suite.</li></ul>',
        notes=(("1", 1, "Trois hivers de suite."),),
        says=("La glace tenait[1].",),
    ),
    Case(
        "muse--jump-both-ways",
        by="Project MUSE: numbers high with ids for the text, paragraphs with a linked number and a full stop outside",
        text='<p>The ice held.<sup><a href="#f1" id="f1-text">1</a></sup> So did the lamp.<sup><a href="#f2" id="f2-text">2</a></sup></p>',
        after='<div class="fn-group"><h2>Footnotes</h2><p class="fn"><span class="fn-label"><a href="#f1-text" id="f1">1</a>. </span>For three winters.</p><p class="fn"><span class="fn-label"><a href="#f2-text" id="f2">2</a>. </span>On fish oil.</p></div>',
        notes=(("1", 1, "For three winters."), ("2", 1, "On fish oil.")),
    ),
    Case(
        "elife--author-and-year-stays-text",
        by="eLife: names and years link to an ordered list; they are words of the sentence",
        text='<p>Ice was measured (<a href="#bib1">Merle and Ossel, 1999</a>; <a href="#bib2">Tarn, 2003</a>).</p>',
        after=f'<section class="article-section" id="references"><h2>References</h2><ol class="reference-list"><li class="reference-list__item" id="bib1">{_ONE}</li><li class="reference-list__item" id="bib2">{_TWO}</li></ol></section>',
        says=("Ice was measured (Merle and Ossel, 1999; Tarn, 2003).", _ONE, _TWO),
    ),
    Case(
        "rsc--ranges-over-two-links",
        by="the Royal Society of Chemistry and others: a range whose two ends are links in one sup",
        text='<p>Ice was measured often.<sup><a href="#cit1">1</a>–<a href="#cit3">3</a></sup></p>',
        after=f'<h2>References</h2><ol><li id="cit1">{_ONE}</li><li id="cit2">{_TWO}</li><li id="cit3">{_THREE}</li></ol>',
        notes=(("1", 1, _ONE), ("2", 0, _TWO), ("3", 1, _THREE)),
    ),
    Case(
        "acs--note-list-with-several-in-one",
        by="chemistry journals: one number holds several references with letters",
        text='<p>Ice was measured.<sup><a href="#r1a">1a</a></sup> Lamps were counted.<sup><a href="#r2">2</a></sup></p>',
        after=f'<ol class="refs"><li id="r1">(<span id="r1a">a</span>) {_ONE} (b) {_THREE}</li><li id="r2">{_TWO}</li></ol>',
        notes=(("1a", 1, f"(a) {_ONE} (b) {_THREE}"), ("2", 1, _TWO)),
    ),
)
def test_journal(case: Case) -> None:
    check(case)
