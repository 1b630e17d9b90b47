<?xml version="1.0" encoding="UTF-8"?>
<!--
  The record's text as XHTML: what the HTML page and the EPUB share. Blocks, inline elements, notes and their calls.

  It reads a prepared record (writers/prepare.py): addresses stand in x:href once they are known to be safe, pictures that may be
  shown in x:file. What has neither becomes plain text or a placeholder, so nothing that a page smuggled in can act here.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
  xmlns:a="urn:archiver:article:1" xmlns:x="urn:archiver:export:1" xmlns:w="urn:archiver:words:1"
  xmlns:m="http://www.w3.org/1998/Math/MathML" xmlns:epub="http://www.idpf.org/2007/ops"
  exclude-result-prefixes="a x w m epub">

  <!-- true in a book: calls and notes carry epub:type, which opens them in a pop-up -->
  <xsl:param name="epub" select="false()"/>
  <!-- what our own ids start with; no id of the record does -->
  <xsl:param name="own" select="'archiver.'"/>

  <xsl:key name="id" match="a:*[@id]" use="@id"/>
  <xsl:key name="call" match="a:noteref" use="@target"/>

  <!-- ==== words in the article's language ==== -->

  <xsl:variable name="dictionary" select="document('words.xml')/w:words/w:language"/>
  <xsl:variable name="tag" select="string(/a:article/@xml:lang)"/>
  <xsl:variable name="script" select="translate($tag, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"/>
  <xsl:variable name="primary" select="translate(substring-before(concat($tag, '-'), '-'), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"/>
  <xsl:variable name="wanted">
    <xsl:choose>
      <xsl:when test="$script = 'zh-hant' or starts-with($script, 'zh-hant-') or $script = 'zh-tw' or $script = 'zh-hk' or $script = 'zh-mo'">zh-Hant</xsl:when>
      <xsl:when test="$primary = 'no' or $primary = 'nn'">nb</xsl:when>
      <xsl:when test="$dictionary[@tag = $primary]"><xsl:value-of select="$primary"/></xsl:when>
      <xsl:otherwise>en</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="words" select="$dictionary[@tag = $wanted]"/>

  <!-- our words carry their own language where it is not the article's -->
  <xsl:template name="words-language">
    <xsl:if test="$wanted = 'en' and $primary != 'en'">
      <xsl:attribute name="lang">en</xsl:attribute>
      <xsl:attribute name="xml:lang">en</xsl:attribute>
      <xsl:attribute name="dir">ltr</xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- ==== what many elements have in common ==== -->

  <xsl:template name="language">
    <xsl:if test="@xml:lang">
      <xsl:attribute name="lang"><xsl:value-of select="@xml:lang"/></xsl:attribute>
      <xsl:attribute name="xml:lang"><xsl:value-of select="@xml:lang"/></xsl:attribute>
    </xsl:if>
    <xsl:copy-of select="@dir"/>
  </xsl:template>

  <xsl:template name="common">
    <xsl:param name="class"/>
    <xsl:copy-of select="@id"/>
    <xsl:call-template name="language"/>
    <xsl:variable name="classes" select="normalize-space(concat($class, ' ', @role))"/>
    <xsl:if test="$classes"><xsl:attribute name="class"><xsl:value-of select="$classes"/></xsl:attribute></xsl:if>
  </xsl:template>

  <!-- ==== sections and blocks ==== -->

  <xsl:template match="a:section">
    <section>
      <xsl:call-template name="common"/>
      <xsl:apply-templates/>
    </section>
  </xsl:template>

  <xsl:template match="a:heading">
    <xsl:variable name="depth" select="count(ancestor::a:section) + 1"/>
    <xsl:variable name="level" select="6 - (6 - $depth) * ($depth &lt; 6)"/>
    <xsl:choose>
      <!-- an empty heading is a trap for those who navigate by headings -->
      <xsl:when test="normalize-space() or .//a:noteref or .//a:image[@x:file or normalize-space(@alt)]">
        <xsl:element name="h{$level}">
          <xsl:copy-of select="@id"/>
          <xsl:call-template name="language"/>
          <xsl:apply-templates/>
        </xsl:element>
      </xsl:when>
      <xsl:when test="@id"><div id="{@id}"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:p">
    <p>
      <xsl:call-template name="common"/>
      <xsl:if test="parent::a:note and not(preceding-sibling::*)"><xsl:call-template name="note-opening"/></xsl:if>
      <xsl:apply-templates/>
      <xsl:call-template name="way-back-if-last"/>
    </p>
  </xsl:template>

  <xsl:template match="a:list[@type = 'ordered'][not(a:item/@n)]">
    <ol>
      <xsl:call-template name="common"/>
      <xsl:copy-of select="@start"/>
      <xsl:choose>
        <xsl:when test="@style = 'lower-alpha'"><xsl:attribute name="type">a</xsl:attribute></xsl:when>
        <xsl:when test="@style = 'upper-alpha'"><xsl:attribute name="type">A</xsl:attribute></xsl:when>
        <xsl:when test="@style = 'lower-roman'"><xsl:attribute name="type">i</xsl:attribute></xsl:when>
        <xsl:when test="@style = 'upper-roman'"><xsl:attribute name="type">I</xsl:attribute></xsl:when>
      </xsl:choose>
      <xsl:apply-templates/>
    </ol>
  </xsl:template>

  <!-- the source's own numbers are shown as it wrote them; role keeps it a list where the marker is taken away -->
  <xsl:template match="a:list[@type = 'ordered'][a:item/@n]">
    <ol role="list">
      <xsl:call-template name="common"><xsl:with-param name="class" select="'labelled'"/></xsl:call-template>
      <xsl:apply-templates/>
    </ol>
  </xsl:template>

  <xsl:template match="a:list[@type = 'unordered']">
    <ul>
      <xsl:call-template name="common"/>
      <xsl:apply-templates/>
    </ul>
  </xsl:template>

  <xsl:template match="a:list[@type = 'definition']">
    <dl>
      <xsl:call-template name="common"/>
      <xsl:for-each select="a:term | a:item">
        <xsl:choose>
          <xsl:when test="self::a:term">
            <dt><xsl:call-template name="common"/><xsl:apply-templates/></dt>
            <!-- a term without a definition still needs its place for one -->
            <xsl:if test="not(following-sibling::*)"><dd/></xsl:if>
          </xsl:when>
          <xsl:otherwise><dd><xsl:call-template name="common"/><xsl:apply-templates/></dd></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </dl>
  </xsl:template>

  <xsl:template match="a:item">
    <li>
      <xsl:call-template name="common"/>
      <xsl:if test="@n and ../@type = 'ordered'"><span class="label"><xsl:value-of select="@n"/></span><xsl:text> </xsl:text></xsl:if>
      <xsl:choose>
        <xsl:when test="@n and a:p | a:list | a:quote"><div><xsl:apply-templates/></div></xsl:when>
        <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
      </xsl:choose>
    </li>
  </xsl:template>

  <!-- (in a book no cite attribute: epubcheck takes it for a resource that would be fetched) -->
  <xsl:template match="a:quote">
    <blockquote>
      <xsl:call-template name="common"/>
      <xsl:if test="@x:href and not($epub)"><xsl:attribute name="cite"><xsl:value-of select="@x:href"/></xsl:attribute></xsl:if>
      <xsl:apply-templates/>
      <xsl:if test="@role = 'post' and @x:href and not(a:cite/@href = @href)">
        <p class="address"><a href="{@x:href}"><xsl:value-of select="@href"/></a></p>
      </xsl:if>
    </blockquote>
  </xsl:template>

  <xsl:template match="a:quote/a:cite">
    <p class="attribution"><xsl:copy-of select="@id"/><xsl:call-template name="cited"/></p>
  </xsl:template>

  <xsl:template match="a:figure">
    <figure>
      <xsl:call-template name="common"/>
      <xsl:apply-templates/>
    </figure>
  </xsl:template>

  <xsl:template match="a:figure/a:caption | a:embed/a:caption">
    <figcaption>
      <xsl:copy-of select="@id"/>
      <xsl:call-template name="language"/>
      <xsl:apply-templates/>
    </figcaption>
  </xsl:template>

  <!-- Something that lived elsewhere: its name and its address, for nothing is fetched. -->
  <xsl:template match="a:embed">
    <figure>
      <xsl:call-template name="common"><xsl:with-param name="class" select="'embed'"/></xsl:call-template>
      <p class="placeholder">
        <span><xsl:call-template name="words-language"/><xsl:value-of select="$words/@embedded"/></span>
        <xsl:if test="@title">: <cite><xsl:value-of select="@title"/></cite></xsl:if>
        <xsl:text> </xsl:text>
        <xsl:call-template name="address"/>
      </p>
      <xsl:apply-templates/>
    </figure>
  </xsl:template>

  <xsl:template name="address">
    <xsl:param name="shown" select="@href"/>
    <xsl:choose>
      <xsl:when test="@x:href"><a class="address" href="{@x:href}"><xsl:value-of select="$shown"/></a></xsl:when>
      <xsl:otherwise><span class="address"><xsl:value-of select="$shown"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:code[@display = 'block']" priority="1">
    <pre>
      <xsl:call-template name="common"/>
      <xsl:if test="not(ancestor::a:note)"><xsl:attribute name="tabindex">0</xsl:attribute></xsl:if>
      <code>
        <xsl:if test="@language">
          <xsl:attribute name="class">language-<xsl:value-of select="translate(normalize-space(@language), ' ', '-')"/></xsl:attribute>
        </xsl:if>
        <xsl:apply-templates/>
      </code>
    </pre>
  </xsl:template>

  <xsl:template match="a:verse">
    <div><xsl:call-template name="common"><xsl:with-param name="class" select="'verse'"/></xsl:call-template><xsl:apply-templates/></div>
  </xsl:template>
  <xsl:template match="a:stanza"><p class="stanza"><xsl:apply-templates/></p></xsl:template>
  <!-- the break keeps lines apart where no style sheet is at work -->
  <xsl:template match="a:line">
    <span class="line"><xsl:apply-templates/></span>
    <xsl:if test="following-sibling::a:line"><br/></xsl:if>
  </xsl:template>

  <xsl:template match="a:rule"><hr/></xsl:template>

  <!-- ==== tables ==== -->

  <xsl:template match="a:table">
    <div class="table">
      <table>
        <xsl:call-template name="common"/>
        <xsl:apply-templates select="a:caption"/>
        <xsl:variable name="head" select="a:row[@role = 'head'][not(preceding-sibling::a:row[not(@role = 'head')])]"/>
        <xsl:variable name="foot" select="a:row[@role = 'foot'][not(following-sibling::a:row[not(@role = 'foot')])]"/>
        <xsl:variable name="rows" select="a:row[not(@role = 'head' and not(preceding-sibling::a:row[not(@role = 'head')]))
          and not(@role = 'foot' and not(following-sibling::a:row[not(@role = 'foot')]))]"/>
        <!-- a table of nothing but head rows has a body all the same -->
        <xsl:if test="$head and $rows"><thead><xsl:apply-templates select="$head"/></thead></xsl:if>
        <xsl:if test="$head and not($rows) or $rows">
          <tbody><xsl:if test="not($rows)"><xsl:apply-templates select="$head"/></xsl:if><xsl:apply-templates select="$rows"/></tbody>
        </xsl:if>
        <xsl:if test="$foot"><tfoot><xsl:apply-templates select="$foot"/></tfoot></xsl:if>
      </table>
    </div>
  </xsl:template>

  <xsl:template match="a:table/a:caption">
    <caption><xsl:copy-of select="@id"/><xsl:call-template name="language"/><xsl:apply-templates/></caption>
  </xsl:template>

  <xsl:template match="a:row"><tr><xsl:call-template name="common"/><xsl:apply-templates/></tr></xsl:template>

  <xsl:template match="a:cell">
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="@role = 'head' or (not(@role) and ../@role = 'head')">th</xsl:when>
        <xsl:otherwise>td</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:element name="{$name}">
      <xsl:copy-of select="@id"/>
      <xsl:call-template name="language"/>
      <xsl:if test="@align"><xsl:attribute name="class"><xsl:value-of select="@align"/></xsl:attribute></xsl:if>
      <xsl:copy-of select="@colspan | @rowspan"/>
      <xsl:if test="$name = 'th'"><xsl:copy-of select="@scope"/></xsl:if>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- ==== inline ==== -->

  <xsl:template match="a:em | a:strong | a:sub | a:sup | a:del | a:ins | a:mark | a:small | a:code">
    <xsl:if test="node()"><xsl:element name="{local-name()}"><xsl:apply-templates/></xsl:element></xsl:if>
  </xsl:template>

  <xsl:template match="a:q">
    <q><xsl:if test="@x:href and not($epub)"><xsl:attribute name="cite"><xsl:value-of select="@x:href"/></xsl:attribute></xsl:if><xsl:apply-templates/></q>
  </xsl:template>

  <xsl:template match="a:lang"><span><xsl:call-template name="language"/><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="a:br"><br/></xsl:template>
  <xsl:template match="a:abbr"><abbr><xsl:copy-of select="@title"/><xsl:apply-templates/></abbr></xsl:template>
  <xsl:template match="a:cite"><xsl:call-template name="cited"/></xsl:template>

  <xsl:template name="cited">
    <cite>
      <xsl:choose>
        <xsl:when test="@x:href and node() and not(ancestor::a:link or ancestor::a:cite or .//a:link or .//a:noteref or .//a:image)">
          <a href="{@x:href}"><xsl:apply-templates/></a>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
      </xsl:choose>
    </cite>
  </xsl:template>

  <xsl:template match="a:ruby">
    <ruby><xsl:apply-templates/></ruby>
  </xsl:template>
  <xsl:template match="a:base"><xsl:apply-templates/></xsl:template>
  <xsl:template match="a:reading"><rp>(</rp><rt><xsl:apply-templates/></rt><rp>)</rp></xsl:template>

  <!-- A link cannot hold a link or a call. Where it does, each run of its text is a link of its own (text() below). -->
  <xsl:template match="a:link">
    <xsl:choose>
      <xsl:when test="@x:href and node() and not(.//a:noteref or .//a:link)">
        <a href="{@x:href}"><xsl:copy-of select="@title"/><xsl:apply-templates/></a>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:link//text()">
    <xsl:variable name="link" select="ancestor::a:link[1]"/>
    <xsl:choose>
      <xsl:when test="$link/@x:href and ($link//a:noteref or $link//a:link) and normalize-space() and not(ancestor::m:*)">
        <a href="{$link/@x:href}"><xsl:value-of select="."/></a>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== pictures ==== -->

  <xsl:template match="a:image">
    <xsl:choose>
      <xsl:when test="@x:file">
        <xsl:choose>
          <xsl:when test="@x:href and not(ancestor::a:link or ancestor::a:cite)"><a href="{@x:href}"><xsl:call-template name="picture"/></a></xsl:when>
          <xsl:otherwise><xsl:call-template name="picture"/></xsl:otherwise>
        </xsl:choose>
      </xsl:when>
      <!-- decoration that lives elsewhere is not worth a frame -->
      <xsl:when test="@alt = '' and not(parent::a:figure)"/>
      <xsl:otherwise>
        <span class="placeholder">
          <xsl:choose>
            <xsl:when test="normalize-space(@alt)"><xsl:value-of select="@alt"/></xsl:when>
            <xsl:otherwise><span><xsl:call-template name="words-language"/><xsl:value-of select="$words/@image"/></span></xsl:otherwise>
          </xsl:choose>
          <xsl:if test="not(starts-with(@src, 'data:'))"><xsl:text> </xsl:text></xsl:if>
          <xsl:choose>
            <xsl:when test="@x:source and not(ancestor::a:link or ancestor::a:cite)"><a class="address" href="{@x:source}"><xsl:value-of select="@x:name"/></a></xsl:when>
            <xsl:when test="not(starts-with(@src, 'data:'))"><span class="address"><xsl:value-of select="@src"/></span></xsl:when>
          </xsl:choose>
        </span>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Without an alternative text of the source's, the file is all that can be named. -->
  <xsl:template name="picture">
    <img src="{@x:file}">
      <xsl:attribute name="alt">
        <xsl:choose>
          <xsl:when test="@alt"><xsl:value-of select="@alt"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="$words/@image"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:copy-of select="@title | @width | @height"/>
    </img>
  </xsl:template>

  <!-- ==== formulas ==== -->

  <xsl:template match="a:formula">
    <xsl:call-template name="formula"/>
  </xsl:template>
  <xsl:template match="a:formula[@display = 'block']">
    <div class="formula"><xsl:copy-of select="@id"/><xsl:call-template name="formula"/></div>
  </xsl:template>
  <xsl:template name="formula">
    <xsl:choose>
      <xsl:when test="@notation = 'mathml'">
        <xsl:element name="math" namespace="http://www.w3.org/1998/Math/MathML">
          <xsl:if test="@display = 'block'"><xsl:attribute name="display">block</xsl:attribute></xsl:if>
          <xsl:if test="@alt"><xsl:attribute name="alttext"><xsl:value-of select="@alt"/></xsl:attribute></xsl:if>
          <xsl:apply-templates select="m:math/node()"/>
        </xsl:element>
      </xsl:when>
      <xsl:when test="@notation = 'tex'">
        <code class="tex"><xsl:if test="@alt"><xsl:attribute name="title"><xsl:value-of select="@alt"/></xsl:attribute></xsl:if><xsl:value-of select="."/></code>
      </xsl:when>
      <xsl:otherwise><span class="formula-text"><xsl:value-of select="."/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Only presentation elements and attributes of MathML Core: everything else is a way in. -->
  <xsl:variable name="math-elements" select="' merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover '"/>
  <!-- those that take a fixed number of children, and those that stand in a certain parent: broken, they are mere rows -->
  <xsl:variable name="math-pairs" select="' mfrac mroot msub msup munder mover '"/>
  <xsl:variable name="math-triples" select="' msubsup munderover '"/>
  <xsl:template match="m:*">
    <xsl:variable name="name" select="concat(' ', local-name(), ' ')"/>
    <xsl:choose>
      <xsl:when test="contains($math-elements, $name)
        and not(contains($math-pairs, $name) and count(*) != 2) and not(contains($math-triples, $name) and count(*) != 3)
        and not(self::m:mtable and (not(*) or *[not(self::m:mtr)])) and not(self::m:mtr and (not(parent::m:mtable) or *[not(self::m:mtd)]))
        and not(self::m:mtd and not(parent::m:mtr)) and not(self::m:mprescripts and not(parent::m:mmultiscripts))
        and not(self::m:mmultiscripts and not(*))">
        <xsl:element name="{local-name()}" namespace="http://www.w3.org/1998/Math/MathML">
          <xsl:copy-of select="@mathvariant | @stretchy | @fence | @separator | @form | @accent | @accentunder | @linethickness
            | @lspace | @rspace | @largeop | @movablelimits | @symmetric | @minsize | @maxsize | @columnspan | @rowspan
            | @scriptlevel | @displaystyle"/>
          <xsl:apply-templates/>
        </xsl:element>
      </xsl:when>
      <!-- the formula said a second time, as TeX for one: alternatives, not text -->
      <xsl:when test="self::m:annotation or self::m:annotation-xml or self::m:script or self::m:style"/>
      <xsl:when test="self::m:semantics"><xsl:element name="mrow" namespace="http://www.w3.org/1998/Math/MathML"><xsl:apply-templates/></xsl:element></xsl:when>
      <xsl:otherwise>
        <xsl:element name="mrow" namespace="http://www.w3.org/1998/Math/MathML">
          <xsl:choose>
            <xsl:when test="*"><xsl:apply-templates select="m:*"/></xsl:when>
            <xsl:when test="normalize-space()"><xsl:element name="mtext" namespace="http://www.w3.org/1998/Math/MathML"><xsl:value-of select="."/></xsl:element></xsl:when>
          </xsl:choose>
        </xsl:element>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- words stand in tokens; elsewhere in a formula they need one -->
  <xsl:template match="m:*/text()">
    <xsl:choose>
      <xsl:when test="parent::m:mi or parent::m:mn or parent::m:mo or parent::m:ms or parent::m:mtext"><xsl:value-of select="."/></xsl:when>
      <xsl:when test="normalize-space()"><xsl:element name="mtext" namespace="http://www.w3.org/1998/Math/MathML"><xsl:value-of select="."/></xsl:element></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- ==== calls and notes ==== -->

  <!-- The name of the file in which `to` stands, as seen from `from`: '' in a single page; a book overrides this. -->
  <xsl:template name="file-of"><xsl:param name="to"/><xsl:param name="from"/></xsl:template>

  <!-- What opens the first paragraph of a note: nothing where the label has a place of its own. -->
  <xsl:template name="note-opening"/>

  <xsl:template match="a:noteref">
    <xsl:variable name="file">
      <xsl:call-template name="file-of"><xsl:with-param name="to" select="key('id', @target)[1]"/><xsl:with-param name="from" select="."/></xsl:call-template>
    </xsl:variable>
    <sup class="call">
      <a id="{@id}" href="{$file}#{@target}" role="doc-noteref">
        <xsl:if test="$epub"><xsl:attribute name="epub:type">noteref</xsl:attribute></xsl:if>
        <xsl:call-template name="label"/>
      </a>
    </sup>
  </xsl:template>

  <!-- The label is the source's; where it showed nothing to read, the word for a note stands in. -->
  <xsl:template name="label">
    <xsl:choose>
      <xsl:when test="normalize-space(@label)"><xsl:value-of select="@label"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$words/@note"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:note" mode="content">
    <xsl:choose>
      <xsl:when test="@status = 'missing'">
        <p class="missing">
          <xsl:call-template name="words-language"/>
          <xsl:call-template name="note-opening"/>
          <xsl:value-of select="$words/@missing"/>
          <xsl:call-template name="ways-back"/>
        </p>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="*"/>
        <xsl:if test="@status = 'unreferenced'">
          <p class="remark"><xsl:call-template name="words-language"/><xsl:value-of select="$words/@unreferenced"/></p>
        </xsl:if>
        <xsl:if test="not(*[last()][self::a:p])"><p class="back"><xsl:call-template name="ways-back"/></p></xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The way back closes the last paragraph, so that it costs no line of its own. -->
  <xsl:template name="way-back-if-last">
    <xsl:if test="parent::a:note and not(following-sibling::*)">
      <xsl:for-each select=".."><xsl:call-template name="ways-back"/></xsl:for-each>
    </xsl:if>
  </xsl:template>

  <!-- One way back for each call; with several they are numbered. U+FE0E keeps the arrow a letter and not a picture. -->
  <xsl:template name="ways-back">
    <xsl:variable name="calls" select="key('call', @id)"/>
    <xsl:variable name="note" select="."/>
    <xsl:for-each select="$calls">
      <xsl:variable name="file">
        <xsl:call-template name="file-of"><xsl:with-param name="to" select="."/><xsl:with-param name="from" select="$note"/></xsl:call-template>
      </xsl:variable>
      <xsl:text> </xsl:text>
      <a class="way-back" href="{$file}#{@id}" role="doc-backlink">
        <xsl:attribute name="aria-label">
          <xsl:value-of select="normalize-space(concat($words/@back, ' ', $note/@label))"/>
          <xsl:if test="last() &gt; 1"> (<xsl:value-of select="position()"/>)</xsl:if>
        </xsl:attribute>
        <xsl:if test="$epub"><xsl:attribute name="epub:type">backlink</xsl:attribute></xsl:if>
        <xsl:text>&#x21A9;&#xFE0E;</xsl:text>
        <xsl:if test="last() &gt; 1"><sup><xsl:value-of select="position()"/></sup></xsl:if>
      </a>
    </xsl:for-each>
  </xsl:template>

  <!-- ==== the head, as readers see it ==== -->

  <!-- Without a title the source's name stands in. -->
  <xsl:template name="plain-title">
    <xsl:variable name="title"><xsl:apply-templates select="/a:article/a:head/a:title" mode="plain"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="normalize-space($title)"><xsl:value-of select="normalize-space($title)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="/a:article/a:provenance/a:source/@href"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="text()" mode="plain"><xsl:value-of select="."/></xsl:template>
  <xsl:template match="a:br" mode="plain"><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="a:image" mode="plain"><xsl:value-of select="@alt"/></xsl:template>
  <xsl:template match="a:reading | a:noteref | m:annotation | m:annotation-xml" mode="plain"/>

  <xsl:template name="masthead">
    <xsl:variable name="head" select="/a:article/a:head"/>
    <header class="masthead">
      <xsl:if test="$head/a:publisher"><p class="publisher"><xsl:value-of select="$head/a:publisher"/></p></xsl:if>
      <h1>
        <xsl:for-each select="$head/a:title"><xsl:call-template name="language"/></xsl:for-each>
        <xsl:choose>
          <xsl:when test="normalize-space($head/a:title) or $head/a:title/*"><xsl:apply-templates select="$head/a:title/node()"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="plain-title"/></xsl:otherwise>
        </xsl:choose>
      </h1>
      <xsl:for-each select="$head/a:subtitle">
        <p class="subtitle" role="doc-subtitle"><xsl:call-template name="language"/><xsl:apply-templates/></p>
      </xsl:for-each>
      <xsl:for-each select="$head/a:author">
        <p class="author">
          <span class="name"><xsl:if test="a:honorific"><xsl:value-of select="a:honorific"/><xsl:text> </xsl:text></xsl:if><xsl:value-of select="a:name"/></span>
          <xsl:for-each select="a:role | a:affiliation">
            <xsl:text>, </xsl:text>
            <span class="{local-name()}"><xsl:value-of select="."/></span>
          </xsl:for-each>
        </p>
      </xsl:for-each>
      <xsl:call-template name="dates"/>
      <xsl:for-each select="$head/a:abstract">
        <div class="abstract" role="doc-abstract"><p><xsl:apply-templates/></p></div>
      </xsl:for-each>
    </header>
  </xsl:template>

  <xsl:template name="dates">
    <xsl:variable name="dates" select="/a:article/a:head/a:date[@type = 'published' or @type = 'modified'][normalize-space() or @when]"/>
    <xsl:if test="$dates">
      <p class="dates">
        <xsl:for-each select="$dates">
          <xsl:if test="position() &gt; 1"><xsl:text> · </xsl:text></xsl:if>
          <xsl:if test="@type != 'published'">
            <span><xsl:call-template name="words-language"/><xsl:value-of select="$words/@modified"/></span>
            <xsl:text> </xsl:text>
          </xsl:if>
          <xsl:call-template name="date"/>
        </xsl:for-each>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- The text is what the source showed; the machine form only where HTML knows it (no years before the first). -->
  <xsl:template name="date">
    <time>
      <xsl:if test="@when and not(starts-with(@when, '-'))">
        <xsl:attribute name="datetime"><xsl:value-of select="@x:when"/></xsl:attribute>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="normalize-space()"><xsl:value-of select="."/></xsl:when>
        <xsl:otherwise><xsl:value-of select="@when"/></xsl:otherwise>
      </xsl:choose>
    </time>
  </xsl:template>

  <xsl:template name="biographies">
    <xsl:for-each select="/a:article/a:head/a:author/a:bio[node()]">
      <aside class="bio"><p><xsl:apply-templates/></p></aside>
    </xsl:for-each>
  </xsl:template>

  <!-- ==== contents ==== -->

  <!-- Entries for the headed sections below the current node; a section without a heading lends its place to those inside it. -->
  <xsl:template name="entries">
    <xsl:variable name="headed" select=".//a:section[normalize-space(a:heading)]"/>
    <xsl:if test="$headed">
      <ol role="list"><xsl:apply-templates select="a:section" mode="entry"/></ol>
    </xsl:if>
  </xsl:template>

  <xsl:template match="a:section" mode="entry">
    <xsl:choose>
      <xsl:when test="normalize-space(a:heading)">
        <xsl:variable name="heading"><xsl:apply-templates select="a:heading" mode="plain"/></xsl:variable>
        <xsl:variable name="file">
          <xsl:call-template name="file-of"><xsl:with-param name="to" select="."/><xsl:with-param name="from" select="/.."/></xsl:call-template>
        </xsl:variable>
        <li>
          <a href="{$file}#{@id}"><xsl:value-of select="normalize-space($heading)"/></a>
          <xsl:call-template name="entries"/>
        </li>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates select="a:section" mode="entry"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== the colophon: where this copy comes from ==== -->

  <xsl:template name="colophon-list">
    <xsl:variable name="record" select="/a:article"/>
    <xsl:variable name="source" select="$record/a:provenance/a:source"/>
    <dl>
      <xsl:call-template name="words-language"/>
      <dt><xsl:value-of select="$words/@source"/></dt>
      <xsl:for-each select="$source"><dd class="address"><xsl:call-template name="address"/></dd></xsl:for-each>
      <xsl:for-each select="$record/a:head/a:identifier[not(. = $source/@href)]">
        <xsl:choose>
          <xsl:when test="@type = 'doi'"><dt>DOI</dt></xsl:when>
          <xsl:when test="@type = 'isbn'"><dt>ISBN</dt></xsl:when>
          <xsl:when test="@type = 'issn'"><dt>ISSN</dt></xsl:when>
          <xsl:otherwise><dt>URL</dt></xsl:otherwise>
        </xsl:choose>
        <dd class="address"><xsl:call-template name="address"><xsl:with-param name="shown" select="string(.)"/></xsl:call-template></dd>
      </xsl:for-each>
      <xsl:for-each select="$record/a:head/a:date[@type = 'retrieved']">
        <dt><xsl:value-of select="$words/@retrieved"/></dt><dd><xsl:call-template name="date"/></dd>
      </xsl:for-each>
      <xsl:if test="$record/a:head/a:keyword">
        <dt><xsl:value-of select="$words/@keywords"/></dt>
        <dd><xsl:for-each select="$record/a:head/a:keyword"><xsl:if test="position() &gt; 1">; </xsl:if><xsl:value-of select="."/></xsl:for-each></dd>
      </xsl:if>
      <xsl:for-each select="$record/a:head/a:rights[normalize-space() or @href]">
        <dt><xsl:value-of select="$words/@rights"/></dt>
        <dd>
          <xsl:choose>
            <xsl:when test="normalize-space()"><xsl:call-template name="address"><xsl:with-param name="shown" select="string(.)"/></xsl:call-template></xsl:when>
            <xsl:otherwise><xsl:call-template name="address"/></xsl:otherwise>
          </xsl:choose>
        </dd>
      </xsl:for-each>
      <dt>SHA-256</dt><dd class="hash"><xsl:value-of select="$source/@sha256"/></dd>
      <dt><xsl:value-of select="$words/@made"/></dt>
      <xsl:for-each select="$record/a:provenance/a:tool"><dd><xsl:value-of select="concat(@name, ' ', @version)"/></dd></xsl:for-each>
      <dt><xsl:value-of select="$words/@removed"/></dt><dd><xsl:value-of select="count($record/a:provenance/a:removed)"/></dd>
      <dt><xsl:value-of select="$words/@lost"/></dt><dd><xsl:value-of select="count($record/a:notes/a:note[@status = 'missing'])"/></dd>
    </dl>
  </xsl:template>
</xsl:stylesheet>
