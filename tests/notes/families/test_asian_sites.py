"""Notes as sites in Japanese, Chinese and Korean write them."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "hatena--star-number-and-delimiter",
        by="Hatena Blog: a star before the number, names f and fn, a colon in a span between number and note",
        lang="ja",
        text='<p>桶屋は二階に住んでいた<span class="footnote"><a href="#f-26e0" name="fn-26e0" title="家賃は塩で払った。">*1</a></span>。娘は読み書きができた<span class="footnote"><a href="#f-0867" name="fn-0867" title="町で三人目だった。">*2</a></span>。</p>',
        after='<div class="footnote"><p class="footnote"><a href="#fn-26e0" name="f-26e0" class="footnote-number">*1</a><span class="footnote-delimiter">:</span><span class="footnote-text">家賃は塩で払った。</span></p>'
        '<p class="footnote"><a href="#fn-0867" name="f-0867" class="footnote-number">*2</a><span class="footnote-delimiter">:</span><span class="footnote-text">町で三人目だった。</span></p></div>',
        notes=(("1", 1, "家賃は塩で払った。"), ("2", 1, "町で三人目だった。")),
    ),
    Case(
        "japanese--reference-mark",
        by="Japanese company and press pages: ※1 in the sentence, ※1 before the line below, nothing linked",
        lang="ja",
        text="<p>船は八月に入港した※1。積荷は氷だった※2。</p>",
        after="<p>※1 旧暦による。</p><p>※2 一部は溶けていた。</p>",
        notes=(("1", 1, "旧暦による。"), ("2", 1, "一部は溶けていた。")),
        says=("船は八月に入港した[1]。積荷は氷だった[2]。",),
    ),
    Case(
        "japanese--reference-mark-raised-br",
        by="Japanese product pages: raised ※1, notes in one paragraph with line ends",
        lang="ja",
        text="<p>この綱は二トンに耐える<sup>※1</sup>。腐ることもない<sup>※2</sup>。</p>",
        after='<p class="attention">※1 乾いているとき。<br>※2 十年の試験による。</p>',
        notes=(("1", 1, "乾いているとき。"), ("2", 1, "十年の試験による。")),
    ),
    Case(
        "japanese--chu-in-brackets-linked",
        by="Japanese papers by hand: （注1） both ways",
        lang="ja",
        text='<p>灯台は三度建て直された<a href="#chu1" id="moto1">（注1）</a>。石は島から来た<a href="#chu2" id="moto2">（注2）</a>。</p>',
        after='<h3>注</h3><p id="chu1"><a href="#moto1">（注1）</a>最後は嵐のあと。</p><p id="chu2"><a href="#moto2">（注2）</a>今は無人である。</p>',
        notes=(("1", 1, "最後は嵐のあと。"), ("2", 1, "今は無人である。")),
    ),
    Case(
        "japanese--raised-chu-and-number",
        by="Japanese reports: 注1 raised without brackets, 注1) before the note",
        lang="ja",
        text="<p>漁獲は半分になった<sup>注1</sup>が、値は倍になった<sup>注2</sup>。</p>",
        after="<p>注1）港の記録による。</p><p>注2）氷の年を除く。</p>",
        notes=(("1", 1, "港の記録による。"), ("2", 1, "氷の年を除く。")),
    ),
    Case(
        "japanese--number-and-bracket-raised",
        by="Japanese journals: 1) raised, 1) before the note",
        lang="ja",
        text="<p>漁獲は半分になった<sup>1)</sup>が、値は倍になった<sup>2)</sup>。</p>",
        after="<h3>参考文献</h3><p>1) 港湾課『漁獲表』、1901年。</p><p>2) 同上、三頁。</p>",
        notes=(("1", 1, "港湾課『漁獲表』、1901年。"), ("2", 1, "同上、三頁。")),
    ),
    Case(
        "zhihu--reference-list",
        by="Zhihu: the reference's text and address in data attributes of the sup, the list with a caret back and the address as a link",
        lang="zh",
        text='<p>税率写在墙上<sup data-text="港口税则" data-url="https://tariff.example/1" data-draft-node="inline" data-draft-type="reference" data-numero="1"><a id="ref_1_0" href="#ref_1" data-reference-link="true" aria-labelledby="ref_1">[1]</a></sup>，谁都看得见<sup data-text="领航员回忆录" data-url="" data-draft-node="inline" data-draft-type="reference" data-numero="2"><a id="ref_2_0" href="#ref_2" data-reference-link="true" aria-labelledby="ref_2">[2]</a></sup>。</p>',
        after='<h2>参考</h2><ol class="ReferenceList"><li id="ref_1" tabindex="0"><a class="ReferenceList-backLink" href="#ref_1_0" aria-label="back" data-reference-link="true">^</a><span>港口税则 </span><a href="https://tariff.example/1" class="external ReferenceList-urlLink">https://tariff.example/1</a></li><li id="ref_2" tabindex="0"><a class="ReferenceList-backLink" href="#ref_2_0" aria-label="back" data-reference-link="true">^</a><span>领航员回忆录</span></li></ol>',
        notes=(("1", 1, "港口税则 https://tariff.example/1"), ("2", 1, "领航员回忆录")),
    ),
    Case(
        "zhihu--data-text-only",
        by="Zhihu as delivered before its script runs: no list, the note only in data-text",
        lang="zh",
        text='<p>税率写在墙上<sup data-text="港口税则，第三版，第七页。" data-url="" data-draft-node="inline" data-draft-type="reference" data-numero="1">[1]</sup>，谁都看得见<sup data-text="据领航员回忆录所载。" data-url="" data-draft-node="inline" data-draft-type="reference" data-numero="2">[2]</sup>。</p>',
        notes=(("1", 1, "港口税则，第三版，第七页。"), ("2", 1, "据领航员回忆录所载。")),
    ),
    Case(
        "wechat--bracketed-list-in-sections",
        by="WeChat articles: [1] in the text, and a list of sections under 参考资料, nothing linked",
        lang="zh",
        text="<p>冰在六月卖光了[1]，稻草也卖光了[2]。</p>",
        after="<section><strong>参考资料</strong></section><section><span>[1]</span><span> 渔行账本，1890年。</span></section><section><span>[2]</span><span> 同上。</span></section>",
        notes=(("1", 1, "渔行账本，1890年。"), ("2", 1, "同上。")),
        says=("冰在六月卖光了[1]，稻草也卖光了[2]。",),
    ),
    Case(
        "chinese--tortoise-shell-brackets",
        by="Chinese editions and party papers: 〔1〕 in the text and before the notes",
        lang="zh",
        text="<p>灯塔重修过三次〔1〕，石头都从岛上来〔2〕。</p>",
        after="<p>注　释</p><p>〔1〕最后一次在风暴之后。</p><p>〔2〕如今岛上没有人。</p>",
        notes=(("1", 1, "最后一次在风暴之后。"), ("2", 1, "如今岛上没有人。")),
        says=("灯塔重修过三次[1]，石头都从岛上来[2]。",),
    ),
    Case(
        "chinese--square-full-width-linked",
        by="Chinese university sites, from Word: ［1］ full-width, names on anchors",
        lang="zh",
        text='<p>灯塔重修过三次<a href="#_edn1" name="_ednref1">［1］</a>，石头都从岛上来<a href="#_edn2" name="_ednref2">［2］</a>。</p>',
        after='<p><a href="#_ednref1" name="_edn1">［1］</a>最后一次在风暴之后。</p><p><a href="#_ednref2" name="_edn2">［2］</a>如今岛上没有人。</p>',
        notes=(("1", 1, "最后一次在风暴之后。"), ("2", 1, "如今岛上没有人。")),
    ),
    Case(
        "namuwiki--footnote-list-in-spans",
        by="Namuwiki: the note in the marker's title too, an empty target span inside it, the list in spans",
        lang="ko",
        text='<p>통장이는 외상으로 통을 팔았다<a class="wiki-fn-content" title="이자는 없었다." href="#fn-1"><span id="rfn-1"></span>[1]</a>. 과부는 돛을 기웠다<a class="wiki-fn-content" title="밤에도." href="#fn-2"><span id="rfn-2"></span>[2]</a>.</p>',
        after='<div class="wiki-macro-footnote"><span class="footnote-list"><span id="fn-1"></span><a href="#rfn-1">[1]</a> 이자는 없었다.</span><span class="footnote-list"><span id="fn-2"></span><a href="#rfn-2">[2]</a> 밤에도.</span></div>',
        notes=(("1", 1, "이자는 없었다."), ("2", 1, "밤에도.")),
    ),
    Case(
        "namuwiki--named-note-called-twice",
        by="Namuwiki: a named note, and raised 1.1 1.2 as ways back",
        lang="ko",
        text='<p>통장이는 외상으로 통을 팔았다<a class="wiki-fn-content" href="#fn-A"><span id="rfn-1"></span>[A]</a>. 과부는 돛을 기웠다<a class="wiki-fn-content" href="#fn-A"><span id="rfn-2"></span>[A]</a>.</p>',
        after='<div class="wiki-macro-footnote"><span class="footnote-list"><span id="fn-A"></span>[A] <a href="#rfn-1"><sup>1.1</sup></a> <a href="#rfn-2"><sup>1.2</sup></a> 장부에 그렇게 적혀 있다.</span></div>',
        notes=(("A", 2, "장부에 그렇게 적혀 있다."),),
    ),
    Case(
        "tistory--hidden-words-around-the-number",
        by="Tistory: hidden brackets with a word around the number, [본문으로] as way back",
        lang="ko",
        text='<p>항구는 세 번 얼었다<sup class="footnote"><a href="#footnote_15_1" id="footnote_link_15_1" onmouseover="tistoryFootnote.show(this, 15, 1)"><span style="display: none;">[각주:</span>1<span style="display: none;">]</span></a></sup> 그리고 녹았다<sup class="footnote"><a href="#footnote_15_2" id="footnote_link_15_2" onmouseover="tistoryFootnote.show(this, 15, 2)"><span style="display: none;">[각주:</span>2<span style="display: none;">]</span></a></sup>.</p>',
        after='<div class="footnotes"><ol class="footnotes"><li id="footnote_15_1">장부에 따르면. <a href="#footnote_link_15_1">[본문으로]</a></li><li id="footnote_15_2">사월에. <a href="#footnote_link_15_2">[본문으로]</a></li></ol></div>',
        notes=(("1", 1, "장부에 따르면."), ("2", 1, "사월에.")),
        says=("항구는 세 번 얼었다[1] 그리고 녹았다[2].",),
    ),
    Case(
        "korean--number-and-bracket-unlinked",
        by="Korean papers and blogs: 1) raised, 1) before the note",
        lang="ko",
        text="<p>항구는 세 번 얼었다<sup>1)</sup> 그리고 녹았다<sup>2)</sup>.</p>",
        after="<hr><p>1) 장부에 따르면.</p><p>2) 사월에.</p>",
        notes=(("1", 1, "장부에 따르면."), ("2", 1, "사월에.")),
    ),
)
def test_asian(case: Case) -> None:
    check(case)
