<?xml version="1.0" encoding="UTF-8"?>
<!-- From the record to the page for print: HTML without a namespace, styled by print.css.

     Notes are placed at their first call, as <main class="note">. print.css floats them to the foot of the page, and the tagger
     (writers/pdf/weasyprint/tags.py) makes each <main> a Note. Notes named in $at-end go to the section at the end.
     The words of the interface are parameters named w-…, from words.xml, in the article's language. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:a="urn:archiver:article:1"
    xmlns:m="http://www.w3.org/1998/Math/MathML" xmlns:x="urn:archiver:export:1" exclude-result-prefixes="a m x">

  <xsl:output method="xml" encoding="UTF-8" indent="no" omit-xml-declaration="yes"/>
  <xsl:strip-space elements="a:article a:head a:post a:author a:contributor a:container a:body a:section a:list a:figure a:table a:row a:verse a:stanza a:ruby
      a:notes a:note a:provenance"/>

  <!-- ids of the notes that go to the end of the document, each between spaces -->
  <xsl:param name="at-end" select="' '"/>
  <xsl:param name="language" select="'und'"/>
  <xsl:param name="direction" select="'ltr'"/>
  <!-- the ISO 15924 code for the article's language -->
  <xsl:param name="script"/>
  <xsl:param name="abstract-repeated"/>
  <xsl:param name="running-left"/>
  <xsl:param name="running-right"/>
  <!-- the publication, and the place of the article in it -->
  <xsl:param name="publication"/>
  <!-- the article as a bibliography names it -->
  <xsl:param name="reference"/>
  <xsl:param name="date"/>
  <xsl:param name="modified"/>
  <xsl:param name="retrieved"/>
  <xsl:param name="missing-sentence"/>
  <!-- the labels of the notes that go to the end -->
  <xsl:param name="end-labels"/>
  <xsl:param name="made-with"/>
  <!-- whether footnotes refer to notes at the end by page -->
  <xsl:param name="pointers" select="'yes'"/>
  <!-- the pages of notes at the end, as " n3=5 n7=6 " (target-counter would make WeasyPrint 70 lose notes) -->
  <xsl:param name="pages" select="' '"/>
  <xsl:param name="untitled"/>
  <xsl:param name="w-notes"/>
  <xsl:param name="w-unreferenced"/>
  <xsl:param name="w-about"/>
  <xsl:param name="w-archived"/>
  <xsl:param name="w-cite"/>
  <xsl:param name="w-image"/>
  <xsl:param name="w-embedded"/>
  <xsl:param name="w-source"/>
  <xsl:param name="w-retrieved"/>
  <xsl:param name="w-modified"/>
  <xsl:param name="w-ending"/>
  <xsl:param name="w-made"/>
  <xsl:param name="w-removed"/>
  <xsl:param name="w-rights"/>
  <xsl:param name="w-keywords"/>
  <xsl:param name="w-abstract"/>

  <xsl:key name="id" match="*[@id]" use="@id"/>
  <xsl:key name="calls" match="a:noteref" use="@target"/>

  <xsl:variable name="head" select="/a:article/a:head"/>
  <xsl:variable name="source" select="/a:article/a:provenance/a:source"/>
  <xsl:variable name="missing" select="/a:article/a:notes/a:note[@status = 'missing']"/>
  <xsl:variable name="uncalled" select="/a:article/a:notes/a:note[@status != 'missing'][not(key('calls', @id))]"/>
  <!-- Notes that are called only in notes which nothing reaches are not placed on any page of their own. -->
  <xsl:variable name="ended" select="/a:article/a:notes/a:note[@status != 'missing'][contains($at-end, concat(' ', @id, ' '))]"/>

  <!-- ==== the document ==== -->

  <xsl:template match="/a:article">
    <html lang="{$language}" dir="{$direction}" data-script="{$script}">
      <head>
        <title><xsl:value-of select="$running-right"/></title>
      </head>
      <body>
        <article>
          <xsl:apply-templates select="a:head"/>
          <div class="text"><xsl:apply-templates select="a:body/node()"/></div>
          <xsl:call-template name="end-notes"/>
          <xsl:call-template name="biographies"/>
        </article>
        <xsl:call-template name="colophon"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="a:head">
    <div class="title-block">
      <xsl:if test="$publication != '' or $date != ''">
        <p class="publication">
          <xsl:if test="$publication != ''"><span class="publisher"><xsl:value-of select="$publication"/></span></xsl:if>
          <xsl:if test="$publication != '' and $date != ''"><xsl:text> · </xsl:text></xsl:if>
          <xsl:value-of select="$date"/>
        </p>
      </xsl:if>
      <h1 data-left="{$running-left}" data-right="{$running-right}">
        <xsl:apply-templates select="a:title" mode="language"/>
        <xsl:call-template name="plain"><xsl:with-param name="of" select="a:title"/></xsl:call-template>
        <xsl:choose>
          <xsl:when test="normalize-space(a:title) != ''"><xsl:apply-templates select="a:title/node()"/></xsl:when>
          <xsl:otherwise><xsl:attribute name="data-plain"><xsl:value-of select="$untitled"/></xsl:attribute>
            <xsl:attribute name="class">untitled</xsl:attribute><xsl:value-of select="$untitled"/></xsl:otherwise>
        </xsl:choose>
      </h1>
      <xsl:if test="normalize-space(a:subtitle) != '' or a:subtitle/*">
        <p class="subtitle"><xsl:apply-templates select="a:subtitle" mode="language"/>
          <xsl:apply-templates select="a:subtitle/node()"/></p>
      </xsl:if>
      <!-- Many authors in one paragraph; what several in a row share stands behind the last of them. -->
      <xsl:if test="count(a:author) &gt; 3">
        <p class="author-list">
          <xsl:for-each select="a:author">
            <xsl:variable name="position"><xsl:call-template name="position"/></xsl:variable>
            <xsl:variable name="next"><xsl:for-each select="following-sibling::a:author[1]"><xsl:call-template name="position"/></xsl:for-each></xsl:variable>
            <xsl:variable name="shown" select="$position != '' and string($position) != string($next)"/>
            <span class="name"><xsl:value-of select="a:name"/></span>
            <xsl:if test="$shown"><xsl:text> </xsl:text><span class="position">(<xsl:value-of select="$position"/>)</span></xsl:if>
            <xsl:if test="position() != last()"><xsl:choose><xsl:when test="$shown">; </xsl:when><xsl:otherwise>, </xsl:otherwise></xsl:choose></xsl:if>
          </xsl:for-each>
        </p>
      </xsl:if>
      <xsl:if test="a:author and not(count(a:author) &gt; 3)">
        <div class="authors">
          <xsl:for-each select="a:author">
            <div class="author">
              <p class="name"><xsl:value-of select="a:name"/></p>
              <xsl:if test="a:role or a:affiliation or @orcid">
                <p class="position"><xsl:call-template name="position"/></p>
              </xsl:if>
            </div>
          </xsl:for-each>
        </div>
      </xsl:if>
      <xsl:if test="$abstract-repeated = '' and (normalize-space(a:abstract) != '' or a:abstract/*)">
        <p class="abstract"><span class="run-in"><xsl:value-of select="$w-abstract"/></span><xsl:text> </xsl:text>
          <xsl:apply-templates select="a:abstract/node()"/></p>
      </xsl:if>
      <xsl:if test="a:keyword">
        <p class="keywords"><span class="run-in"><xsl:value-of select="$w-keywords"/></span><xsl:text> </xsl:text>
          <xsl:for-each select="a:keyword"><xsl:if test="position() > 1"><xsl:text>, </xsl:text></xsl:if>
            <xsl:value-of select="normalize-space(.)"/></xsl:for-each></p>
      </xsl:if>
      <xsl:call-template name="permanent-address"/>
    </div>
  </xsl:template>

  <!-- The roles, the affiliations and the ORCID of an author. -->
  <xsl:template name="position">
    <xsl:for-each select="a:role | a:affiliation | @orcid[not(../a:role or ../a:affiliation)]">
      <xsl:if test="position() > 1"><xsl:text>, </xsl:text></xsl:if>
      <xsl:if test="name() = 'orcid'">ORCID </xsl:if>
      <xsl:value-of select="normalize-space(.)"/>
    </xsl:for-each>
    <xsl:if test="@orcid and (a:role or a:affiliation)"><xsl:value-of select="concat(', ORCID ', @orcid)"/></xsl:if>
  </xsl:template>

  <xsl:template name="permanent-address">
    <xsl:variable name="best" select="($head/a:identifier[@type = 'doi'] | $head/a:identifier[@type = 'url'][not(../a:identifier/@type = 'doi')])[1]"/>
    <xsl:if test="$best">
      <p class="address">
        <xsl:call-template name="address">
          <xsl:with-param name="href">
            <xsl:if test="$best/@type = 'doi' and not(starts-with($best, 'http'))">https://doi.org/</xsl:if>
            <xsl:value-of select="normalize-space($best)"/>
          </xsl:with-param>
        </xsl:call-template>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- A visible address; a link if it is safe. -->
  <xsl:template name="address">
    <xsl:param name="href"/>
    <xsl:variable name="safe"><xsl:call-template name="safe"><xsl:with-param name="href" select="$href"/></xsl:call-template></xsl:variable>
    <xsl:choose>
      <xsl:when test="$safe != ''"><a class="url" href="{$safe}"><xsl:value-of select="$href"/></a></xsl:when>
      <xsl:otherwise><span class="url"><xsl:value-of select="$href"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The address if a link may go there, else nothing: only the web and mail; never scripts, files or data. -->
  <xsl:template name="safe">
    <xsl:param name="href"/>
    <xsl:variable name="low" select="translate(substring(normalize-space($href), 1, 12), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"/>
    <xsl:if test="starts-with($low, 'http://') or starts-with($low, 'https://') or starts-with($low, 'mailto:')
        or starts-with($low, 'ftp://') or starts-with($low, 'doi:') or starts-with($low, 'urn:') or starts-with($low, 'tel:')">
      <xsl:value-of select="normalize-space($href)"/>
    </xsl:if>
  </xsl:template>

  <!-- ==== notes ==== -->

  <xsl:template match="a:noteref">
    <xsl:variable name="note" select="key('id', @target)"/>
    <xsl:variable name="first" select="generate-id(key('calls', @target)[1]) = generate-id(.)"/>
    <sup class="call">
      <xsl:if test="preceding-sibling::node()[1][self::a:noteref]"><xsl:attribute name="class">call next</xsl:attribute></xsl:if>
      <a id="{@id}">
        <xsl:attribute name="href">
          <xsl:choose>
            <xsl:when test="$note/@status = 'missing' or not($note)">#notes-missing</xsl:when>
            <xsl:otherwise>#<xsl:value-of select="@target"/></xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:value-of select="@label"/>
        <xsl:if test="@label = ''">*</xsl:if>
      </a>
    </sup>
    <xsl:if test="$first and not(ancestor::a:note)">
      <xsl:apply-templates select="$note" mode="foot"/>
    </xsl:if>
  </xsl:template>

  <!-- The footnote, or a reference to the note at the end; then the notes that are first called inside it. -->
  <xsl:template match="a:note" mode="foot">
    <xsl:param name="seen" select="' '"/>
    <xsl:choose>
      <xsl:when test="@status = 'missing'"/>
      <xsl:when test="contains($at-end, concat(' ', @id, ' ')) and $pointers = ''"/>
      <xsl:when test="contains($at-end, concat(' ', @id, ' '))">
        <main class="note pointer"><p><b class="label"><a href="#{key('calls', @id)[1]/@id}"><xsl:call-template name="label"/></a></b>
          <xsl:text> </xsl:text><span class="pointing"><a class="page-of" href="#{@id}">→ <xsl:value-of select="$w-notes"/>, <xsl:choose>
            <xsl:when test="contains($pages, concat(' ', @id, '='))"><xsl:value-of select="substring-before(substring-after($pages, concat(' ', @id, '=')), ' ')"/></xsl:when>
            <xsl:otherwise>00</xsl:otherwise></xsl:choose></a></span></p></main>
      </xsl:when>
      <xsl:otherwise>
        <main class="note" id="{@id}"><xsl:call-template name="note-content"/></main>
        <xsl:variable name="now" select="concat($seen, @id, ' ')"/>
        <xsl:for-each select=".//a:noteref">
          <xsl:if test="generate-id(key('calls', @target)[1]) = generate-id(.) and not(contains($now, concat(' ', @target, ' ')))">
            <xsl:apply-templates select="key('id', @target)" mode="foot"><xsl:with-param name="seen" select="$now"/></xsl:apply-templates>
          </xsl:if>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="note-content">
    <xsl:apply-templates select="." mode="language"/>
    <xsl:choose>
      <xsl:when test="*[1][self::a:p]">
        <p class="first"><xsl:apply-templates select="*[1]" mode="language"/><xsl:call-template name="back"/>
          <xsl:text> </xsl:text><xsl:apply-templates select="*[1]/node()"/></p>
        <xsl:apply-templates select="*[position() > 1]"/>
      </xsl:when>
      <xsl:otherwise>
        <p class="first alone"><xsl:call-template name="back"/></p>
        <xsl:apply-templates select="*"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The note's own label, which links back to its first call. -->
  <xsl:template name="back">
    <xsl:variable name="call" select="key('calls', @id)[1]"/>
    <xsl:choose>
      <xsl:when test="$call"><b class="label"><a href="#{$call/@id}"><xsl:call-template name="label"/></a></b></xsl:when>
      <xsl:otherwise><b class="label"><xsl:call-template name="label"/></b></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="label">
    <xsl:value-of select="@label"/><xsl:if test="@label = ''">*</xsl:if>
  </xsl:template>

  <xsl:template name="end-notes">
    <xsl:variable name="called" select="$ended[key('calls', @id)]"/>
    <xsl:if test="$missing or $called or $uncalled">
      <section class="end-notes">
        <h2 data-plain="{$w-notes}"><xsl:value-of select="$w-notes"/></h2>
        <xsl:if test="$missing"><p class="missing" id="notes-missing"><xsl:value-of select="$missing-sentence"/></p></xsl:if>
        <!-- in the order of the record: a note without a call stands where its label leads one to look for it -->
        <xsl:for-each select="$called | $uncalled"><main class="end-note" id="{@id}"><xsl:call-template name="note-content"/>
          <xsl:if test="not(key('calls', @id))"><p class="uncalled"><xsl:value-of select="$w-unreferenced"/></p></xsl:if></main></xsl:for-each>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- ==== after the text ==== -->

  <xsl:template name="biographies">
    <xsl:if test="$head/a:author[normalize-space(a:bio) != '']">
      <div class="biographies">
        <xsl:for-each select="$head/a:author[normalize-space(a:bio) != '']">
          <p class="bio"><xsl:apply-templates select="a:bio/node()"/></p>
        </xsl:for-each>
      </div>
    </xsl:if>
  </xsl:template>

  <xsl:template name="colophon">
    <section class="colophon">
      <h2 data-plain="{$w-about}"><xsl:value-of select="$w-about"/></h2>
      <table class="facts"><tbody>
        <tr><th scope="row"><xsl:value-of select="$w-source"/></th><td>
        <xsl:text> </xsl:text><xsl:call-template name="address"><xsl:with-param name="href" select="$source/@href"/></xsl:call-template></td></tr>
        <xsl:for-each select="$head/a:identifier[not(. = $source/@href)]">
          <tr><th scope="row"><xsl:choose><xsl:when test="@type = 'url'"><xsl:text>URL</xsl:text></xsl:when>
            <xsl:when test="@type = 'other'"><xsl:text>ID</xsl:text></xsl:when>
            <xsl:when test="@type = 'archived-url'"><xsl:value-of select="$w-archived"/></xsl:when>
            <xsl:when test="@type = 'arxiv'"><xsl:text>arXiv</xsl:text></xsl:when>
            <xsl:when test="@type = 'handle'"><xsl:text>Handle</xsl:text></xsl:when>
            <xsl:otherwise><xsl:value-of select="translate(@type, 'doiursbnpmc', 'DOIURSBNPMC')"/></xsl:otherwise></xsl:choose></th><td>
          <xsl:text> </xsl:text><xsl:call-template name="address"><xsl:with-param name="href" select="normalize-space(.)"/></xsl:call-template></td></tr>
        </xsl:for-each>
        <xsl:if test="$reference != ''">
          <tr><th scope="row"><xsl:value-of select="$w-cite"/></th><td><xsl:text> </xsl:text><xsl:value-of select="$reference"/></td></tr>
        </xsl:if>
        <xsl:if test="$modified != ''"><tr><th scope="row"><xsl:value-of select="$w-modified"/></th><td><xsl:value-of select="$modified"/></td></tr></xsl:if>
        <xsl:if test="$retrieved != ''"><tr><th scope="row"><xsl:value-of select="$w-retrieved"/></th><td><xsl:value-of select="$retrieved"/></td></tr></xsl:if>
        <tr><th scope="row">SHA-256</th><td><span class="digest"><xsl:value-of select="$source/@sha256"/></span></td></tr>
        <xsl:if test="$head/a:rights">
          <tr><th scope="row"><xsl:value-of select="$w-rights"/></th><td>
          <xsl:text> </xsl:text><xsl:value-of select="$head/a:rights"/><xsl:if test="$head/a:rights/@href"><xsl:text> </xsl:text>
            <xsl:call-template name="address"><xsl:with-param name="href" select="$head/a:rights/@href"/></xsl:call-template></xsl:if></td></tr>
        </xsl:if>
        <tr><th scope="row"><xsl:value-of select="$w-removed"/></th><td><xsl:value-of select="count(/a:article/a:provenance/a:removed)"/></td></tr>
        <xsl:if test="$missing"><tr><th scope="row"><xsl:value-of select="$w-notes"/></th><td><xsl:value-of select="$missing-sentence"/></td></tr></xsl:if>
        <xsl:if test="$end-labels != ''"><tr><th scope="row"><xsl:value-of select="$w-ending"/></th><td><xsl:value-of select="$end-labels"/></td></tr></xsl:if>
        <tr><th scope="row"><xsl:value-of select="$w-made"/></th><td><xsl:value-of select="$made-with"/></td></tr>

      </tbody></table>
    </section>
  </xsl:template>

  <!-- ==== blocks ==== -->

  <xsl:template match="a:section">
    <section>
      <xsl:apply-templates select="." mode="common"/>
      <xsl:apply-templates/>
    </section>
  </xsl:template>

  <!-- Levels follow the nesting, so that none is skipped; the title is level 1. -->
  <xsl:template match="a:section/a:heading">
    <xsl:variable name="depth" select="count(ancestor::a:section[a:heading]) + 1"/>
    <xsl:variable name="level"><xsl:choose><xsl:when test="$depth > 6">6</xsl:when><xsl:otherwise><xsl:value-of select="$depth"/></xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:choose>
      <xsl:when test="normalize-space(.) = '' and not(*)"/>
      <xsl:otherwise>
        <xsl:element name="h{$level}">
          <xsl:apply-templates select="." mode="common"/>
          <xsl:call-template name="plain"><xsl:with-param name="of" select="."/></xsl:call-template>
          <xsl:apply-templates/>
        </xsl:element>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:p">
    <p><xsl:apply-templates select="." mode="common"/><xsl:apply-templates/></p>
  </xsl:template>

  <xsl:template match="a:list[@type = 'definition']">
    <dl><xsl:apply-templates select="." mode="common"/><xsl:apply-templates/></dl>
  </xsl:template>
  <xsl:template match="a:list[@type = 'definition']/a:term"><dt><xsl:apply-templates select="." mode="common"/><xsl:apply-templates/></dt></xsl:template>
  <xsl:template match="a:list[@type = 'definition']/a:item"><dd><xsl:apply-templates select="." mode="common"/><xsl:apply-templates/></dd></xsl:template>

  <xsl:template match="a:list">
    <xsl:variable name="name"><xsl:choose><xsl:when test="@type = 'ordered'">ol</xsl:when><xsl:otherwise>ul</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:element name="{$name}"><xsl:apply-templates select="." mode="common"/><xsl:apply-templates/></xsl:element>
  </xsl:template>

  <xsl:template match="a:item">
    <li>
      <xsl:apply-templates select="." mode="common"/>
      <xsl:choose>
        <xsl:when test="@n"><xsl:attribute name="data-n"><xsl:value-of select="@n"/>
          <xsl:if test="not(translate(@n, '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', ''))">.</xsl:if></xsl:attribute></xsl:when>
        <xsl:when test="../@type = 'ordered'">
          <xsl:variable name="start"><xsl:choose><xsl:when test="../@start"><xsl:value-of select="../@start"/></xsl:when><xsl:otherwise>1</xsl:otherwise></xsl:choose></xsl:variable>
          <xsl:variable name="number" select="$start + count(preceding-sibling::a:item)"/>
          <xsl:attribute name="data-n">
            <xsl:choose>
              <xsl:when test="1 > $number"><xsl:value-of select="$number"/></xsl:when>
              <xsl:when test="../@style = 'lower-alpha'"><xsl:number value="$number" format="a"/></xsl:when>
              <xsl:when test="../@style = 'upper-alpha'"><xsl:number value="$number" format="A"/></xsl:when>
              <xsl:when test="../@style = 'lower-roman'"><xsl:number value="$number" format="i"/></xsl:when>
              <xsl:when test="../@style = 'upper-roman'"><xsl:number value="$number" format="I"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="$number"/></xsl:otherwise>
            </xsl:choose>
            <xsl:text>.</xsl:text>
          </xsl:attribute>
        </xsl:when>
      </xsl:choose>
      <xsl:apply-templates/>
    </li>
  </xsl:template>

  <!-- The posts of a thread. Replies are set in, up to four steps. -->
  <xsl:template match="a:post">
    <xsl:variable name="depth"><xsl:apply-templates select="." mode="depth"/></xsl:variable>
    <section class="thread-post reply-{$depth}"><xsl:copy-of select="@id"/><xsl:apply-templates select="." mode="language"/>
      <xsl:apply-templates select="a:head"/>
      <xsl:apply-templates select="*[not(self::a:head)]"/>
    </section>
  </xsl:template>
  <xsl:template match="a:post" mode="depth">
    <xsl:param name="steps" select="0"/>
    <xsl:choose>
      <xsl:when test="@answers and key('id', @answers)[self::a:post] and $steps &lt; 4">
        <xsl:apply-templates select="key('id', @answers)" mode="depth"><xsl:with-param name="steps" select="$steps + 1"/></xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$steps"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="a:post/a:head">
    <xsl:for-each select="a:heading"><h2><xsl:copy-of select="@id"/><xsl:call-template name="plain"><xsl:with-param name="of" select="."/></xsl:call-template><xsl:apply-templates/></h2></xsl:for-each>
    <xsl:if test="a:author or a:date or ../@number or ../@answers">
      <p class="post-head">
        <xsl:for-each select="a:author"><b><xsl:value-of select="a:name"/></b><xsl:text>  </xsl:text></xsl:for-each>
        <xsl:for-each select="a:date"><xsl:value-of select="."/>
          <xsl:if test="@when and not(contains(., substring(@when, 1, 4)))"> (<xsl:value-of select="substring(@when, 1, 10)"/>)</xsl:if></xsl:for-each>
        <xsl:if test="../@number"><xsl:text>  </xsl:text><xsl:value-of select="../@number"/></xsl:if>
        <xsl:for-each select="key('id', ../@answers)[self::a:post]">
          <xsl:text>  </xsl:text><a class="inner" href="#{@id}">→ <xsl:value-of select="a:head/a:author/a:name"/><xsl:if test="not(a:head/a:author)"><xsl:value-of select="@number"/></xsl:if></a>
        </xsl:for-each>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="a:quote">
    <blockquote><xsl:apply-templates select="." mode="common"/>
      <xsl:apply-templates select="*[not(self::a:cite)]"/>
      <xsl:variable name="told" select="a:cite/@href or .//a:link/@href = @href"/>
      <xsl:if test="a:cite or @href and not($told)">
        <p class="cite"><xsl:apply-templates select="a:cite"/>
          <xsl:if test="@href and not($told)"><xsl:if test="a:cite"><xsl:text> </xsl:text></xsl:if>
            <xsl:call-template name="address"><xsl:with-param name="href" select="@href"/></xsl:call-template></xsl:if></p>
      </xsl:if>
    </blockquote>
  </xsl:template>

  <xsl:template match="a:figure">
    <figure><xsl:apply-templates select="." mode="common"/>
      <xsl:apply-templates select="*[not(self::a:caption)]"/>
      <xsl:apply-templates select="a:caption"/>
    </figure>
  </xsl:template>
  <xsl:template match="a:caption"><figcaption><xsl:apply-templates select="." mode="common"/><xsl:apply-templates/></figcaption></xsl:template>
  <xsl:template match="a:table/a:caption"><caption><xsl:apply-templates select="." mode="common"/><xsl:apply-templates/></caption></xsl:template>

  <!-- Images are examined later (writers/pdf/images.py): an image that cannot be drawn becomes a box with its text. -->
  <xsl:template match="a:image">
    <xsl:variable name="alt">
      <xsl:choose>
        <xsl:when test="normalize-space(@alt) != ''"><xsl:value-of select="@alt"/></xsl:when>
        <xsl:when test="normalize-space(@title) != ''"><xsl:value-of select="@title"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$w-image"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <img src="{@src}" alt="{$alt}">
      <xsl:if test="@x:name"><!-- it is not shown -->
        <xsl:attribute name="data-label"><xsl:value-of select="@x:label"/></xsl:attribute>
        <xsl:attribute name="data-name"><xsl:value-of select="@x:name"/></xsl:attribute>
        <xsl:if test="ancestor::a:figure"><xsl:attribute name="data-figure">yes</xsl:attribute></xsl:if>
      </xsl:if>
      <xsl:if test="@alt = ''"><xsl:attribute name="data-decoration">yes</xsl:attribute></xsl:if>
      <xsl:if test="@width"><xsl:attribute name="data-width"><xsl:value-of select="@width"/></xsl:attribute></xsl:if>
      <xsl:if test="@height"><xsl:attribute name="data-height"><xsl:value-of select="@height"/></xsl:attribute></xsl:if>
      <xsl:attribute name="class"><xsl:choose><xsl:when test="parent::a:figure">plate</xsl:when><xsl:otherwise>inline</xsl:otherwise></xsl:choose></xsl:attribute>
    </img>
  </xsl:template>

  <xsl:template match="a:embed">
    <figure class="embed"><xsl:apply-templates select="." mode="common"/>
      <p class="absent"><span class="run-in"><xsl:value-of select="$w-embedded"/></span><xsl:text> </xsl:text>
        <xsl:if test="@title"><xsl:value-of select="@title"/><xsl:text> </xsl:text></xsl:if>
        <xsl:call-template name="address"><xsl:with-param name="href" select="@href"/></xsl:call-template></p>
      <xsl:apply-templates select="a:caption"/>
    </figure>
  </xsl:template>

  <!-- The columns are measured later (writers/pdf/tables.py). -->
  <xsl:template match="a:table">
    <table><xsl:apply-templates select="." mode="common"/>
      <xsl:apply-templates select="a:caption"/>
      <!-- The head: the first rows that the record marks so, or that have only head cells. A table of head rows only has no head. -->
      <xsl:variable name="top" select="a:row[not(@role = 'head')][@role or ../a:row/@role = 'head' or a:cell[not(@role = 'head') or @rowspan] or not(a:cell[2] or a:cell/@colspan)][1]/preceding-sibling::a:row"/>
      <xsl:variable name="count" select="count($top)"/>
      <xsl:if test="$top">
        <thead><xsl:apply-templates select="$top"><xsl:with-param name="scope" select="'col'"/></xsl:apply-templates></thead>
      </xsl:if>
      <tbody><xsl:apply-templates select="a:row[position() &gt; $count]"/></tbody>
    </table>
  </xsl:template>
  <xsl:template match="a:row">
    <xsl:param name="scope" select="'row'"/>
    <tr><xsl:if test="@role"><xsl:attribute name="class"><xsl:value-of select="@role"/></xsl:attribute></xsl:if>
      <xsl:apply-templates><xsl:with-param name="scope" select="$scope"/></xsl:apply-templates></tr>
  </xsl:template>
  <xsl:template match="a:cell">
    <xsl:param name="scope" select="'row'"/>
    <xsl:variable name="name"><xsl:choose><xsl:when test="@role = 'head' or (not(@role) and ../@role = 'head')">th</xsl:when><xsl:otherwise>td</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:element name="{$name}">
      <xsl:apply-templates select="." mode="common"/>
      <xsl:copy-of select="@colspan | @rowspan"/>
      <xsl:if test="$name = 'th'"><xsl:attribute name="scope"><xsl:choose>
        <xsl:when test="starts-with(@scope, 'row')">row</xsl:when>
        <xsl:when test="@scope">col</xsl:when>
        <xsl:when test="../@role = 'head'">col</xsl:when>
        <xsl:otherwise><xsl:value-of select="$scope"/></xsl:otherwise></xsl:choose></xsl:attribute></xsl:if>
      <xsl:if test="@align"><xsl:attribute name="class">align-<xsl:value-of select="@align"/></xsl:attribute></xsl:if>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="a:code[@display = 'block']">
    <pre><xsl:apply-templates select="." mode="common"/><xsl:apply-templates/></pre>
  </xsl:template>

  <xsl:template match="a:verse"><div><xsl:apply-templates select="." mode="common"/><xsl:attribute name="class">verse</xsl:attribute><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="a:stanza"><div class="stanza"><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="a:line"><p class="line"><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="a:rule"><hr/></xsl:template>
  <xsl:template match="a:formula[@display = 'block']"><div><xsl:apply-templates select="." mode="common"/><xsl:attribute name="class">formula<xsl:if test="@x:number and x:drawing"> numbered</xsl:if></xsl:attribute><xsl:call-template name="formula"/></div></xsl:template>

  <!-- ==== inline ==== -->

  <xsl:template match="a:em"><em><xsl:apply-templates/></em></xsl:template>
  <xsl:template match="a:strong"><strong><xsl:apply-templates/></strong></xsl:template>
  <xsl:template match="a:code"><code><xsl:apply-templates/></code></xsl:template>
  <xsl:template match="a:sub"><sub><xsl:apply-templates/></sub></xsl:template>
  <xsl:template match="a:sup"><sup><xsl:apply-templates/></sup></xsl:template>
  <xsl:template match="a:del"><del><xsl:apply-templates/></del></xsl:template>
  <xsl:template match="a:ins"><ins><xsl:apply-templates/></ins></xsl:template>
  <xsl:template match="a:mark"><mark><xsl:apply-templates/></mark></xsl:template>
  <xsl:template match="a:small"><small><xsl:apply-templates/></small></xsl:template>
  <xsl:template match="a:abbr"><abbr><xsl:copy-of select="@title"/><xsl:apply-templates/></abbr></xsl:template>
  <xsl:template match="a:q"><q><xsl:apply-templates/></q></xsl:template>
  <xsl:template match="a:br"><br/></xsl:template>
  <xsl:template match="a:lang"><span><xsl:apply-templates select="." mode="language"/><xsl:apply-templates/></span></xsl:template>
  <!-- Readings that stand above their base; lines.py takes the parentheses of those that don't fit there. -->
  <xsl:template match="a:ruby"><xsl:apply-templates select="a:base"/></xsl:template>
  <xsl:template match="a:base"><span class="ruby"><span class="ruby-base"><xsl:apply-templates/></span><xsl:apply-templates select="following-sibling::*[1][self::a:reading]"/></span></xsl:template>
  <xsl:template match="a:reading"><span class="ruby-reading"><xsl:text>(</xsl:text><xsl:apply-templates/><xsl:text>)</xsl:text></span></xsl:template>

  <xsl:template match="a:cite">
    <cite><xsl:if test="@x:whole"><xsl:attribute name="class">reference</xsl:attribute></xsl:if><xsl:call-template name="linked"/></cite>
  </xsl:template>
  <xsl:template match="a:link"><xsl:call-template name="linked"/></xsl:template>

  <xsl:template name="linked">
    <xsl:variable name="safe"><xsl:call-template name="safe"><xsl:with-param name="href" select="@href"/></xsl:call-template></xsl:variable>
    <xsl:choose>
      <!-- no link without text, and none inside another -->
      <xsl:when test="normalize-space(.) = '' and not(.//a:image)"><xsl:apply-templates/></xsl:when>
      <xsl:when test="ancestor::a:link"><xsl:apply-templates/></xsl:when>
      <xsl:when test="starts-with(@href, '#') and key('id', substring(@href, 2))[not(self::a:removed)]"><a class="inner" href="{@href}"><xsl:apply-templates/></a></xsl:when>
      <xsl:when test="$safe != ''"><a href="{$safe}"><xsl:apply-templates/></a></xsl:when>
      <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== formulas: drawn, or on one line, or their alternative text ==== -->

  <xsl:template match="a:formula"><span class="formula"><xsl:call-template name="formula"/></span></xsl:template>
  <xsl:template name="formula">
    <xsl:choose>
      <xsl:when test="x:drawing">
        <xsl:attribute name="title"><xsl:choose><xsl:when test="@alt"><xsl:value-of select="@alt"/></xsl:when><xsl:otherwise><xsl:value-of select="m:math"/></xsl:otherwise></xsl:choose></xsl:attribute>
        <xsl:for-each select="x:drawing">
          <xsl:if test="position() > 1"><xsl:text> </xsl:text></xsl:if>
          <img class="formula-piece" src="{@src}" style="width: {@width}em; vertical-align: -{@drop}em">
            <xsl:attribute name="alt"><xsl:choose><xsl:when test="../@alt"><xsl:value-of select="../@alt"/></xsl:when><xsl:otherwise><xsl:value-of select="../m:math"/></xsl:otherwise></xsl:choose></xsl:attribute>
          </img>
        </xsl:for-each>
        <xsl:if test="@x:number"><span class="equation-number"><xsl:value-of select="@x:number"/></span></xsl:if>
      </xsl:when>
      <xsl:when test="m:*"><xsl:apply-templates select="m:*" mode="math"/></xsl:when>
      <xsl:when test="@notation = 'tex'"><code class="tex"><xsl:value-of select="."/></code></xsl:when>
      <xsl:when test="normalize-space(.) != ''"><xsl:value-of select="."/></xsl:when>
      <xsl:when test="@alt"><xsl:value-of select="@alt"/></xsl:when>
      <xsl:otherwise>[…]</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="m:*" mode="math"><xsl:apply-templates select="m:*" mode="math"/></xsl:template>
  <xsl:template match="m:semantics" mode="math"><xsl:apply-templates select="m:*[1]" mode="math"/></xsl:template>
  <xsl:template match="m:annotation | m:annotation-xml | m:mphantom" mode="math"/>
  <xsl:template match="m:mi" mode="math"><xsl:choose>
    <xsl:when test="string-length(normalize-space(.)) = 1 and not(@mathvariant = 'normal')"><i><xsl:value-of select="normalize-space(.)"/></i></xsl:when>
    <xsl:otherwise><xsl:value-of select="normalize-space(.)"/></xsl:otherwise></xsl:choose></xsl:template>
  <xsl:template match="m:mn | m:mtext | m:ms" mode="math"><xsl:value-of select="normalize-space(.)"/></xsl:template>
  <xsl:template match="m:mo" mode="math">
    <xsl:variable name="sign" select="normalize-space(.)"/>
    <xsl:choose>
      <xsl:when test="contains('()[]{}|,;.!′⁡⁢⁣', $sign)"><xsl:value-of select="translate($sign, '⁡⁢⁣', '')"/></xsl:when>
      <!-- a prefix operator, not one between two operands -->
      <xsl:when test="contains('+-−±∓¬∑∏∫∂∇', $sign) and (not(preceding-sibling::m:*) or preceding-sibling::m:*[1][self::m:mo][contains('([{|,=', normalize-space())])">
        <xsl:value-of select="$sign"/></xsl:when>
      <xsl:otherwise><xsl:text> </xsl:text><xsl:value-of select="$sign"/><xsl:text> </xsl:text></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="m:mspace" mode="math"><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="m:mfenced" mode="math"><xsl:text>(</xsl:text><xsl:for-each select="m:*"><xsl:if test="position() > 1">, </xsl:if><xsl:apply-templates select="." mode="math"/></xsl:for-each><xsl:text>)</xsl:text></xsl:template>
  <xsl:template match="m:mfrac" mode="math"><xsl:apply-templates select="m:*[1]" mode="group"/><xsl:text> / </xsl:text><xsl:apply-templates select="m:*[2]" mode="group"/></xsl:template>
  <!-- an accent over a single letter is combined with it -->
  <xsl:template match="m:mover[string-length(normalize-space(m:*[1])) = 1 and contains('¯‾―^ˆ~˜→˙¨ˇ', normalize-space(m:*[2])) and string-length(normalize-space(m:*[2])) = 1]" mode="math">
    <i><xsl:value-of select="normalize-space(m:*[1])"/><xsl:value-of select="translate(normalize-space(m:*[2]), '¯‾―^ˆ~˜→˙¨ˇ', '&#x305;&#x305;&#x305;&#x302;&#x302;&#x303;&#x303;&#x20d7;&#x307;&#x308;&#x30c;')"/></i>
  </xsl:template>
  <xsl:template match="m:msup | m:mover" mode="math"><xsl:apply-templates select="m:*[1]" mode="group"/><sup><xsl:apply-templates select="m:*[2]" mode="math"/></sup></xsl:template>
  <xsl:template match="m:msub | m:munder" mode="math"><xsl:apply-templates select="m:*[1]" mode="group"/><sub><xsl:apply-templates select="m:*[2]" mode="math"/></sub></xsl:template>
  <xsl:template match="m:msubsup | m:munderover" mode="math"><xsl:apply-templates select="m:*[1]" mode="group"/><sub><xsl:apply-templates select="m:*[2]" mode="math"/></sub><sup><xsl:apply-templates select="m:*[3]" mode="math"/></sup></xsl:template>
  <xsl:template match="m:msqrt" mode="math"><xsl:text>√(</xsl:text><xsl:apply-templates select="m:*" mode="math"/><xsl:text>)</xsl:text></xsl:template>
  <xsl:template match="m:mroot" mode="math"><sup><xsl:apply-templates select="m:*[2]" mode="math"/></sup><xsl:text>√(</xsl:text><xsl:apply-templates select="m:*[1]" mode="math"/><xsl:text>)</xsl:text></xsl:template>
  <xsl:template match="m:mtable" mode="math">
    <!-- brackets are added if it has none -->
    <xsl:variable name="bare" select="not(preceding-sibling::m:*[1][self::m:mo][contains('([{|', normalize-space())])"/>
    <xsl:if test="$bare">[</xsl:if><xsl:for-each select="m:mtr"><xsl:if test="position() > 1">; </xsl:if><xsl:for-each select="m:mtd"><xsl:if test="position() > 1">, </xsl:if><xsl:apply-templates select="m:*" mode="math"/></xsl:for-each></xsl:for-each><xsl:if test="$bare">]</xsl:if></xsl:template>
  <!-- brackets are added if it is more than one sign -->
  <xsl:template match="m:*" mode="group">
    <xsl:choose>
      <xsl:when test="(self::m:mrow or self::m:mstyle) and count(m:*) > 1 and not(m:*[1][self::m:mo][normalize-space(.) = '('])">
        <xsl:text>(</xsl:text><xsl:apply-templates select="." mode="math"/><xsl:text>)</xsl:text></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="." mode="math"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== attributes ==== -->

  <xsl:template match="*" mode="common">
    <xsl:copy-of select="@id"/>
    <xsl:apply-templates select="." mode="language"/>
    <xsl:if test="@role"><xsl:attribute name="class">role-<xsl:value-of select="@role"/></xsl:attribute></xsl:if>
  </xsl:template>
  <xsl:template match="*" mode="language">
    <xsl:if test="@xml:lang"><xsl:attribute name="lang"><xsl:value-of select="@xml:lang"/></xsl:attribute></xsl:if>
    <xsl:copy-of select="@dir"/>
  </xsl:template>

  <!-- The text for outline and running heads, without the calls in it. -->
  <xsl:template name="plain">
    <xsl:param name="of"/>
    <xsl:attribute name="data-plain"><xsl:variable name="text"><xsl:apply-templates select="$of" mode="plain"/></xsl:variable>
      <xsl:value-of select="normalize-space($text)"/></xsl:attribute>
  </xsl:template>
  <xsl:template match="a:noteref" mode="plain"/>
  <xsl:template match="a:image" mode="plain"><xsl:value-of select="@alt"/></xsl:template>
  <xsl:template match="a:br" mode="plain"><xsl:text> </xsl:text></xsl:template>
</xsl:stylesheet>
