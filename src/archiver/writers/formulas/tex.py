r"""An allowlist for TeX formulas: which formulas of a page may be written as formulas into LaTeX and Markdown.

A formula of a page is a program. `\input` reads a file of the person who typesets the text, `\openout` writes one,
`\def` and `\csname` create either under another name, `\loop` does not end, and `$` or `}` end the formula and continue
in the document. Therefore only letters, signs and the commands and environments listed here pass. LaTeX (with amsmath,
amssymb and the packages of PACKAGES), MathJax and KaTeX know them. Each formula must close what it opens. A formula
that does not pass is shown as its source, so that no word is lost.

Source: amsmath user's guide, mathtools, "Comprehensive LaTeX Symbol List"; https://katex.org/docs/supported and
https://docs.mathjax.org/en/latest/input/tex/macros/index.html for the commands that pages use.
"""

from __future__ import annotations

import re

#: The most characters of a formula, and the most levels of its groups.
_LONGEST, _DEEPEST = 20_000, 60

#: Environments for formulas, with or without an asterisk.
ENVIRONMENTS = frozenset(
    """
    align alignat aligned alignedat array Bmatrix bmatrix cases darray dcases drcases equation flalign gather gathered matrix multline
    multlined pmatrix psmallmatrix bsmallmatrix rcases smallmatrix split subarray Vmatrix vmatrix
    """.split()
)
#: Commands whose argument is text; in this text, dollar signs or \( \) may enclose formulas again.
_TEXT_COMMANDS = frozenset(
    """
    text textbf textit textmd textnormal textrm textsc textsf textsl texttt textup emph mbox hbox fbox makebox intertext shortintertext tag
    """.split()
)
#: Commands of plain TeX whose argument has rows and columns.
_ROW_COMMANDS = frozenset("matrix pmatrix bmatrix cases substack".split())

_GREEK = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi omicron pi varpi rho varrho sigma
    varsigma tau upsilon phi varphi chi psi omega digamma Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega varGamma varDelta varTheta
    varLambda varXi varPi varSigma varUpsilon varPhi varPsi varOmega aleph beth gimel daleth
"""
_LETTERS = """
    Bbbk Finv Game Im Re S P aa AA ae AE o O oe OE ss i j l L copyright pounds dag ddag ell eth hbar hslash imath jmath mho partial wp complement
    emptyset varnothing exists nexists forall infty nabla neg lnot flat natural sharp surd top bot angle measuredangle sphericalangle triangle
    triangledown blacktriangle blacktriangledown square blacksquare lozenge blacklozenge bigstar diamondsuit heartsuit clubsuit spadesuit
    Diamond Box Join backprime prime circledR circledS checkmark maltese yen diagup diagdown degree mathsterling mathdollar mathsection
    mathparagraph ldots dots cdots vdots ddots dotsb dotsc dotsi dotsm dotso colon
    textbackslash textasciicircum textasciitilde textless textgreater textbar textdollar textunderscore textbraceleft textbraceright textquoteleft
    textquoteright textquotedblleft textquotedblright textendash textemdash textellipsis textdegree texteuro textregistered textquotesingle
    textasciigrave textasciiacute
"""
_OPERATORS = """
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim liminf limsup ln log max min Pr projlim sec sin
    sinh sup tan tanh varinjlim varliminf varlimsup varprojlim bmod mod pmod pod operatorname sum prod coprod bigcap bigcup bigodot bigoplus
    bigotimes bigsqcup biguplus bigvee bigwedge int iint iiint iiiint idotsint oint smallint intop limits nolimits displaylimits
    argmax argmin
"""
_BINARY = """
    amalg ast bigcirc bigtriangledown bigtriangleup bullet cap cdot circ cup dagger ddagger diamond div mp odot ominus oplus oslash otimes pm
    setminus sqcap sqcup star times triangleleft triangleright uplus vee wedge land lor wr barwedge boxdot boxminus boxplus boxtimes Cap Cup
    centerdot circledast circledcirc circleddash curlyvee curlywedge divideontimes dotplus doublebarwedge intercal leftthreetimes
    rightthreetimes ltimes rtimes smallsetminus veebar lhd rhd unlhd unrhd doublecap doublecup gtrdot lessdot
"""
_RELATIONS = """
    approx asymp bowtie cong dashv doteq equiv frown ge geq gets gg gt in le leq ll lt mid models ne neq ni notin owns parallel perp prec preceq
    propto sim simeq smile sqsubset sqsubseteq sqsupset sqsupseteq subset subseteq succ succeq supset supseteq to vdash approxeq backepsilon
    backsim backsimeq because between bumpeq Bumpeq circeq curlyeqprec curlyeqsucc Doteq doteqdot doublebarwedge eqcirc eqsim eqslantgtr
    eqslantless fallingdotseq risingdotseq geqq geqslant ggg gggtr gtrapprox gtreqless gtreqqless gtrless gtrsim leqq leqslant lessapprox
    lesseqgtr lesseqqgtr lessgtr lesssim lll llless multimap pitchfork precapprox preccurlyeq precsim shortmid shortparallel smallfrown
    smallsmile Subset subseteqq succapprox succcurlyeq succsim Supset supseteqq therefore thickapprox thicksim trianglelefteq triangleq
    trianglerighteq varpropto vartriangle vartriangleleft vartriangleright vDash Vdash Vvdash gnapprox gneq gneqq gnsim gvertneqq lnapprox lneq
    lneqq lnsim lvertneqq ncong ngeq ngeqq ngeqslant ngtr nleq nleqq nleqslant nless nmid nparallel nprec npreceq nshortmid nshortparallel nsim
    nsubseteq nsubseteqq nsucc nsucceq nsupseteq nsupseteqq ntriangleleft ntrianglelefteq ntriangleright ntrianglerighteq nvDash nVDash nvdash
    nVdash precnapprox precneqq precnsim subsetneq subsetneqq succnapprox succneqq succnsim supsetneq supsetneqq varsubsetneq varsubsetneqq
    varsupsetneq varsupsetneqq coloneqq Coloneqq eqqcolon coloneq eqcolon colonapprox colonsim vcentcolon ordinarycolon dblcolon not
"""
_ARROWS = """
    downarrow Downarrow hookleftarrow hookrightarrow leadsto leftarrow Leftarrow leftharpoondown leftharpoonup leftrightarrow Leftrightarrow
    longleftarrow Longleftarrow longleftrightarrow Longleftrightarrow longmapsto longrightarrow Longrightarrow mapsto nearrow nwarrow
    rightarrow Rightarrow rightharpoondown rightharpoonup rightleftharpoons searrow swarrow uparrow Uparrow updownarrow Updownarrow
    circlearrowleft circlearrowright curvearrowleft curvearrowright dashleftarrow dashrightarrow downdownarrows downharpoonleft
    downharpoonright leftarrowtail leftleftarrows leftrightarrows leftrightharpoons leftrightsquigarrow Lleftarrow looparrowleft
    looparrowright Lsh Rsh nleftarrow nLeftarrow nleftrightarrow nLeftrightarrow nrightarrow nRightarrow rightarrowtail rightleftarrows
    rightrightarrows rightsquigarrow Rrightarrow twoheadleftarrow twoheadrightarrow upharpoonleft upharpoonright upuparrows restriction
    iff implies impliedby xleftarrow xrightarrow xleftrightarrow xLeftarrow xRightarrow xLeftrightarrow xhookleftarrow xhookrightarrow
    xmapsto xrightleftharpoons xleftrightharpoons xlongequal
"""
_DELIMITERS = """
    left right middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm langle rangle lbrace rbrace lbrack
    rbrack lceil rceil lfloor rfloor lgroup rgroup lmoustache rmoustache lvert rvert lVert rVert vert Vert ulcorner urcorner llcorner lrcorner
    backslash slash bracevert arrowvert Arrowvert llbracket rrbracket lparen rparen lang rang
"""
_SHAPES = """
    frac dfrac tfrac cfrac binom dbinom tbinom genfrac sqrt root of over atop above choose brace brack overwithdelims atopwithdelims
    abovewithdelims overline underline overbrace underbrace overbracket underbracket overset underset stackrel buildrel
    sideset substack prescript overleftarrow overrightarrow overleftrightarrow underleftarrow underrightarrow underleftrightarrow boxed
    phantom hphantom vphantom smash mathstrut strut cancel bcancel xcancel cancelto bra ket braket Bra Ket Braket ce pu
    acute bar breve check ddot dddot ddddot dot grave hat mathring tilde vec widehat widetilde skew underbar
    H v u r c d b t k
"""
_FONTS = """
    mathbb mathbf mathcal mathfrak mathit mathnormal mathrm mathscr mathsf mathtt boldsymbol bm pmb
     Bbb bold frak rm bf it sf tt sl sc cal mit boldmath displaystyle textstyle scriptstyle scriptscriptstyle mathord mathop mathbin
    mathrel mathopen mathclose mathpunct mathinner mathclap mathllap mathrlap llap rlap clap tiny scriptsize footnotesize small normalsize large
    Large LARGE huge Huge color textcolor colorbox
"""
_SPACES = """
    quad qquad enspace enskip thinspace medspace thickspace negthinspace negmedspace negthickspace hspace hskip hfil hfill hfilneg kern mkern mskip
    mspace raisebox raise lower vcenter nobreakspace space nonumber notag label ref eqref cr newline hline cline hdashline hdotsfor
    multicolumn allowbreak nobreak relax noindent displaybreak
"""
COMMANDS = frozenset(
    " ".join(
        (
            _GREEK,
            _LETTERS,
            _OPERATORS,
            _BINARY,
            _RELATIONS,
            _ARROWS,
            _DELIMITERS,
            _SHAPES,
            _FONTS,
            _SPACES,
            *_TEXT_COMMANDS,
            *_ROW_COMMANDS,
        )
    ).split()
)
#: Commands of one character: spaces, signs, row ends, and accents in text.
_SIGNS = frozenset("\\,;:!> {}|%#&$_/-'`^\"~=.")
#: Packages that LaTeX needs besides amsmath and amssymb, with the commands that need them.
PACKAGES = {
    "mathtools": frozenset(
        """
        coloneqq Coloneqq coloneq eqqcolon eqcolon vcentcolon ordinarycolon dblcolon colonapprox colonsim mathclap mathllap mathrlap clap prescript overbracket
        underbracket xleftrightarrow xLeftarrow xRightarrow xLeftrightarrow xhookleftarrow xhookrightarrow xmapsto xrightleftharpoons
        xleftrightharpoons shortintertext dcases drcases rcases multlined psmallmatrix bsmallmatrix
        """.split()
    ),
    "cancel": frozenset("cancel bcancel xcancel cancelto".split()),
    "mhchem": frozenset(["ce", "pu"]),
    "braket": frozenset("bra ket braket Bra Ket Braket".split()),
    "stmaryrd": frozenset(["llbracket", "rrbracket"]),
}
#: Commands that MathJax or KaTeX know and LaTeX does not, with their definitions.
PROVIDED = {
    "lt": "<", "gt": ">", "lang": r"\langle", "rang": r"\rangle", "lparen": "(", "rparen": ")", "omicron": "o",
    "degree": r"{}^{\circ}", "argmax": r"\operatorname*{arg\,max}", "argmin": r"\operatorname*{arg\,min}",
}  # fmt: skip
#: The same for commands that set their argument in a font.
PROVIDED_FONTS = {"Bbb": "mathbb", "bold": "mathbf", "frak": "mathfrak", "bm": "boldsymbol", "mathscr": "mathcal"}
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\^\^|[{}$%#&]|[^\\{}$%#&^]+|\^", re.DOTALL)
#: Characters that TeX does not accept as input.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ENVIRONMENT = re.compile(r"\s*\{([A-Za-z]+)(\*?)\}")
#: Text that Markdown reads as a tag or as the end of a link text, even in a formula. A space after it is invisible in
#: TeX.
_MARKUP = re.compile(r"(<)(?=[A-Za-z/!?])|(\])(?=[(\[:])")


def safe_formula(tex: str) -> str | None:
    r"""The formula in a form that is safe in TeX and Markdown, or None if it does not pass the allowlist.

    Dollar signs around a formula inside text become \( and \), because a dollar sign would end the whole formula.
    """
    tex = " ".join(tex.split())
    if not tex or len(tex) > _LONGEST or _CONTROLS.search(tex):
        return None
    tokens: list[str] = []
    #: Open groups: "{" for a group, "text" for a text argument, "rows" for one with rows, "$" or "(" for a formula in
    #: text, or the name of an environment.
    open_groups: list[str] = []
    command = ""
    position = 0
    while position < len(tex):
        match = _TOKEN.match(tex, position)
        if match is None:  # a backslash at the end, which would escape the end of the formula
            return None
        token, position = match[0], match.end()
        previous, command = command, ""
        innermost = open_groups[-1] if open_groups else ""
        if token in ("\\begin", "\\end"):
            environment = _ENVIRONMENT.match(tex, position)
            if environment is None or environment[1] not in ENVIRONMENTS:
                return None
            position = environment.end()
            token += environment[0].strip()
            if token.startswith("\\begin"):
                open_groups.append(environment[1] + environment[2])
            elif innermost == environment[1] + environment[2]:
                open_groups.pop()
            else:
                return None
        elif token in ("\\(", "$") and innermost == "text":
            open_groups.append("$" if token == "$" else "(")
            token = "\\("
        elif (token, innermost) in (("\\)", "("), ("$", "$")):
            open_groups.pop()
            token = "\\)"
        elif token.startswith("\\"):
            name = token[1:]
            if name not in (COMMANDS if name.isalpha() else _SIGNS):
                return None
            command = name
        elif token == "{":
            open_groups.append("text" if previous in _TEXT_COMMANDS else "rows" if previous in _ROW_COMMANDS else "{")
            command = ""
        elif token == "}":
            if innermost not in ("{", "text", "rows"):
                return None
            open_groups.pop()
        elif token == "&":
            if innermost in ("", "{", "text", "$", "("):
                return None
        elif token in ("$", "%", "#", "^^"):
            return None
        elif token.isspace() or token == "*":
            command = previous
        if len(open_groups) > _DEEPEST:
            return None
        tokens.append(token)
    if open_groups:
        return None
    return _MARKUP.sub(lambda match: f"{match[0]} ", "".join(tokens))


def formula_preamble(text: str) -> list[str]:
    """The preamble lines of a LaTeX document for its formulas: packages and definitions that `text` needs."""
    used = set(re.findall(r"\\(?:begin\{)?([A-Za-z]+)", text))
    packages = [name for name, commands in PACKAGES.items() if not commands.isdisjoint(used)]
    lines = [rf"\IfFileExists{{{name}.sty}}{{\usepackage{{{name}}}}}{{}}" for name in packages]
    lines += [rf"\providecommand{{\{name}}}{{{definition}}}" for name, definition in PROVIDED.items() if name in used]
    lines += [
        rf"\providecommand{{\{name}}}[1]{{\{definition}{{#1}}}}"
        for name, definition in PROVIDED_FONTS.items()
        if name in used
    ]
    return lines
