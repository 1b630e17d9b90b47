r"""Formulas in TeX that may stand as formulas, by a list of what they may hold.

A formula out of a page is a program: `\input` reads a file of whoever sets the text, `\openout` writes one, `\def` and `\csname` make either under
another name, `\loop` does not end, and `$` or `}` end the formula and go on in the document. So nothing passes but letters, signs and the commands and
environments listed here, which LaTeX (with amsmath, amssymb and the packages of PACKAGES), MathJax and KaTeX know; each formula must close what it
opens. What does not pass is shown as its source, and no word of it is lost.

Source: amsmath user's guide, mathtools, "Comprehensive LaTeX Symbol List"; https://katex.org/docs/supported and
https://docs.mathjax.org/en/latest/input/tex/macros/index.html for what pages write.
"""

from __future__ import annotations

import re

#: Characters of a formula, and how deep its groups may nest.
_LONGEST, _DEEPEST = 20_000, 60

#: What an environment of formulas may be; with an asterisk, too.
ENVIRONMENTS = frozenset(
    """
    align alignat aligned alignedat array Bmatrix bmatrix cases darray dcases drcases equation flalign gather gathered matrix multline
    multlined pmatrix psmallmatrix bsmallmatrix rcases smallmatrix split subarray Vmatrix vmatrix
    """.split()
)
#: Commands whose argument is text, in which signs of money or \( \) may hold formulas again.
_TEXTS = frozenset(
    """
    text textbf textit textmd textnormal textrm textsc textsf textsl texttt textup emph mbox hbox fbox makebox intertext shortintertext tag
    """.split()
)
#: Commands of plain TeX whose argument has rows and columns.
_ROWS = frozenset("matrix pmatrix bmatrix cases substack".split())

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
            *_TEXTS,
            *_ROWS,
        )
    ).split()
)
#: Commands of one character: spaces, signs, ends of rows, and accents in text.
_SIGNS = frozenset("\\,;:!> {}|%#&$_/-'`^\"~=.")
#: What LaTeX needs besides amsmath and amssymb, and for what.
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
#: What MathJax or KaTeX know and LaTeX does not, in its words.
PROVIDED = {
    "lt": "<", "gt": ">", "lang": r"\langle", "rang": r"\rangle", "lparen": "(", "rparen": ")", "omicron": "o",
    "degree": r"{}^{\circ}", "argmax": r"\operatorname*{arg\,max}", "argmin": r"\operatorname*{arg\,min}",
}  # fmt: skip
#: The same for commands that set their argument in a font.
PROVIDED_FONTS = {"Bbb": "mathbb", "bold": "mathbf", "frak": "mathfrak", "bm": "boldsymbol", "mathscr": "mathcal"}
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\^\^|[{}$%#&]|[^\\{}$%#&^]+|\^", re.DOTALL)
#: What TeX takes for no character at all.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ENVIRONMENT = re.compile(r"\s*\{([A-Za-z]+)(\*?)\}")
#: What Markdown would take for a tag or for the end of a link's words, were the formula none to it; TeX does not see the space.
_MARKUP = re.compile(r"(<)(?=[A-Za-z/!?])|(\])(?=[(\[:])")


def checked(tex: str) -> str | None:
    r"""A formula as it may be written where TeX or Markdown will read it; None where it may not.

    Signs of money around a formula in text become \( and \): elsewhere they would end the formula.
    """
    tex = " ".join(tex.split())
    if not tex or len(tex) > _LONGEST or _CONTROLS.search(tex):
        return None
    made: list[str] = []
    #: What is open: "{" a group, "text" one of text, "rows" one with rows, "$" and "(" a formula in text, or an environment's name.
    open_: list[str] = []
    command = ""
    position = 0
    while position < len(tex):
        found = _TOKEN.match(tex, position)
        if found is None:  # a reversed stroke at the end, which would take the formula's own end for its sign
            return None
        token, position = found[0], found.end()
        before, command = command, ""
        inside = open_[-1] if open_ else ""
        if token in ("\\begin", "\\end"):
            named = _ENVIRONMENT.match(tex, position)
            if named is None or named[1] not in ENVIRONMENTS:
                return None
            position = named.end()
            token += named[0].strip()
            if token.startswith("\\begin"):
                open_.append(named[1] + named[2])
            elif inside == named[1] + named[2]:
                open_.pop()
            else:
                return None
        elif token in ("\\(", "$") and inside == "text":
            open_.append("$" if token == "$" else "(")
            token = "\\("
        elif (token, inside) in (("\\)", "("), ("$", "$")):
            open_.pop()
            token = "\\)"
        elif token.startswith("\\"):
            name = token[1:]
            if name not in (COMMANDS if name.isalpha() else _SIGNS):
                return None
            command = name
        elif token == "{":
            open_.append("text" if before in _TEXTS else "rows" if before in _ROWS else "{")
            command = ""
        elif token == "}":
            if inside not in ("{", "text", "rows"):
                return None
            open_.pop()
        elif token == "&":
            if inside in ("", "{", "text", "$", "("):
                return None
        elif token in ("$", "%", "#", "^^"):
            return None
        elif token.isspace() or token == "*":
            command = before
        if len(open_) > _DEEPEST:
            return None
        made.append(token)
    if open_:
        return None
    return _MARKUP.sub(lambda match: f"{match[0]} ", "".join(made))


def preamble(text: str) -> list[str]:
    """What the formulas in a LaTeX document need said before it, besides the packages that it loads anyway."""
    said = set(re.findall(r"\\(?:begin\{)?([A-Za-z]+)", text))
    needed = [name for name, commands in PACKAGES.items() if not commands.isdisjoint(said)]
    lines = [rf"\IfFileExists{{{name}.sty}}{{\usepackage{{{name}}}}}{{}}" for name in needed]
    lines += [rf"\providecommand{{\{name}}}{{{means}}}" for name, means in PROVIDED.items() if name in said]
    lines += [
        rf"\providecommand{{\{name}}}[1]{{\{means}{{#1}}}}" for name, means in PROVIDED_FONTS.items() if name in said
    ]
    return lines
