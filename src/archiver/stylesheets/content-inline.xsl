<?xml version="1.0" encoding="UTF-8"?>
<!-- Running text as XHTML: marks, links, pictures, formulas. Included by content.xsl. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
  xmlns:a="urn:archiver:article:1" xmlns:x="urn:archiver:export:1" xmlns:w="urn:archiver:words:1"
  xmlns:m="http://www.w3.org/1998/Math/MathML" xmlns:epub="http://www.idpf.org/2007/ops"
  exclude-result-prefixes="a x w m epub">

  <!-- ==== inline ==== -->

  <xsl:template match="a:em | a:strong | a:sub | a:sup | a:del | a:ins | a:mark | a:small">
    <xsl:if test="node()"><xsl:element name="{local-name()}"><xsl:apply-templates/></xsl:element></xsl:if>
  </xsl:template>

  <xsl:template match="a:code">
    <xsl:if test="node()"><code><xsl:call-template name="code-direction"/><xsl:apply-templates/></code></xsl:if>
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
      <!-- Sources also mark whole references as cite. The class keeps these out of italics. -->
      <xsl:if test="@x:whole"><xsl:attribute name="class">reference</xsl:attribute></xsl:if>
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

  <!-- A link cannot contain a link or a call. If it does, each run of its text becomes a link of its own (text() below). -->
  <xsl:template match="a:link">
    <xsl:choose>
      <xsl:when test="@x:href and node() and not(.//a:noteref or .//a:link)">
        <a href="{@x:href}">
          <!-- without this, text after a Latin name would continue in the name's direction -->
          <xsl:if test="$direction = 'rtl'"><xsl:attribute name="dir">auto</xsl:attribute></xsl:if>
          <xsl:copy-of select="@title"/>
          <xsl:apply-templates/>
        </a>
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
      <!-- What stands for a picture that is not shown (writers/shared/absent_pictures.py). In the text its words have the link; in a figure the
           short address does. -->
      <xsl:otherwise>
        <xsl:variable name="in-figure" select="ancestor::a:figure"/>
        <span class="absent">
          <xsl:text>[</xsl:text><span><xsl:call-template name="words-language"/><xsl:value-of select="$words/@image"/></span>
          <xsl:if test="@x:label != '' or @x:name != ''"><xsl:text>: </xsl:text></xsl:if>
          <xsl:choose>
            <xsl:when test="@x:label != '' and not($in-figure)">
              <xsl:call-template name="address-of-picture"><xsl:with-param name="shown" select="@x:label"/></xsl:call-template>
            </xsl:when>
            <xsl:otherwise>
              <xsl:value-of select="@x:label"/>
              <xsl:if test="@x:label != '' and @x:name != ''"><xsl:text> · </xsl:text></xsl:if>
              <xsl:call-template name="address-of-picture"><xsl:with-param name="shown" select="@x:name"/></xsl:call-template>
            </xsl:otherwise>
          </xsl:choose>
          <xsl:text>]</xsl:text>
        </span>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="address-of-picture">
    <xsl:param name="shown"/>
    <xsl:choose>
      <xsl:when test="@x:source and not(ancestor::a:link or ancestor::a:cite)"><a href="{@x:source}"><xsl:value-of select="$shown"/></a></xsl:when>
      <xsl:otherwise><xsl:value-of select="$shown"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- If the source has no alternative text, only the file can be named. -->
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
    <div class="formula"><xsl:copy-of select="@id"/>
      <xsl:if test="@x:number"><xsl:attribute name="class">formula numbered</xsl:attribute></xsl:if>
      <xsl:call-template name="formula"/></div>
  </xsl:template>
  <xsl:template name="formula">
    <xsl:choose>
      <xsl:when test="@notation = 'mathml'">
        <xsl:element name="math" namespace="http://www.w3.org/1998/Math/MathML">
          <xsl:if test="@display = 'block'"><xsl:attribute name="display">block</xsl:attribute></xsl:if>
          <xsl:if test="@alt"><xsl:attribute name="alttext"><xsl:value-of select="@alt"/></xsl:attribute></xsl:if>
          <xsl:call-template name="with-tex"/>
        </xsl:element>
        <xsl:if test="@x:number"><span class="equation-number"><xsl:text> </xsl:text><xsl:value-of select="@x:number"/></span></xsl:if>
      </xsl:when>
      <xsl:when test="@notation = 'tex'">
        <code class="tex"><xsl:if test="@alt"><xsl:attribute name="title"><xsl:value-of select="@alt"/></xsl:attribute></xsl:if><xsl:value-of select="."/></code>
      </xsl:when>
      <xsl:otherwise><span class="formula-text"><xsl:value-of select="."/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The formula, and its TeX as an annotation if the source or the translation has it: who copies the formula gets both. -->
  <xsl:template name="with-tex">
    <xsl:variable name="tex" select="m:math/m:semantics/m:annotation[@encoding = 'application/x-tex' or @encoding = 'application/x-latex' or @encoding = 'tex' or @encoding = 'latex'][normalize-space()]"/>
    <xsl:choose>
      <xsl:when test="$tex">
        <xsl:element name="semantics" namespace="http://www.w3.org/1998/Math/MathML">
          <xsl:element name="mrow" namespace="http://www.w3.org/1998/Math/MathML"><xsl:apply-templates select="m:math/node()"/></xsl:element>
          <xsl:element name="annotation" namespace="http://www.w3.org/1998/Math/MathML">
            <xsl:attribute name="encoding">application/x-tex</xsl:attribute>
            <xsl:value-of select="$tex[1]"/>
          </xsl:element>
        </xsl:element>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates select="m:math/node()"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Only presentation elements and attributes of MathML Core; anything else could be active content. -->
  <xsl:variable name="math-elements" select="' merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover '"/>
  <!-- elements with a fixed number of children, and elements that need a certain parent; malformed ones become rows -->
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
            | @scriptlevel | @displaystyle | self::m:mspace/@width | self::m:mpadded/@width"/>
          <xsl:if test="self::m:mtd[@columnalign = 'left' or @columnalign = 'right']">
            <xsl:attribute name="class"><xsl:value-of select="@columnalign"/></xsl:attribute></xsl:if>
          <xsl:apply-templates/>
        </xsl:element>
      </xsl:when>
      <!-- the same formula in another notation, for example TeX: an alternative, not text -->
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

  <!-- text must be inside token elements; elsewhere in a formula it gets one -->
  <xsl:template match="m:*/text()">
    <xsl:choose>
      <xsl:when test="parent::m:mi or parent::m:mn or parent::m:mo or parent::m:ms or parent::m:mtext"><xsl:value-of select="."/></xsl:when>
      <xsl:when test="normalize-space()"><xsl:element name="mtext" namespace="http://www.w3.org/1998/Math/MathML"><xsl:value-of select="."/></xsl:element></xsl:when>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
