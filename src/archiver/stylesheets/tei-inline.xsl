<?xml version="1.0" encoding="UTF-8"?>
<!-- Running text as TEI phrases, and notes. Included by tei.xsl. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.tei-c.org/ns/1.0"
  xmlns:a="urn:archiver:article:1" xmlns:x="urn:archiver:export:1" xmlns:m="http://www.w3.org/1998/Math/MathML"
  exclude-result-prefixes="a x m">

  <!-- ==== inline ==== -->

  <xsl:template match="a:em"><hi rend="italic"><xsl:apply-templates/></hi></xsl:template>
  <xsl:template match="a:strong"><hi rend="bold"><xsl:apply-templates/></hi></xsl:template>
  <xsl:template match="a:sub | a:sup | a:mark | a:small"><hi rend="{local-name()}"><xsl:apply-templates/></hi></xsl:template>
  <xsl:template match="a:del"><del><xsl:apply-templates/></del></xsl:template>
  <xsl:template match="a:ins"><add><xsl:apply-templates/></add></xsl:template>
  <xsl:template match="a:br"><lb/></xsl:template>

  <!-- TEI's code element contains only text -->
  <xsl:template match="a:code[not(*)]"><code><xsl:value-of select="."/></code></xsl:template>
  <xsl:template match="a:code[*]"><hi rend="code"><xsl:apply-templates/></hi></xsl:template>

  <xsl:template match="a:q" name="quoted">
    <q><xsl:if test="@x:href"><xsl:attribute name="source"><xsl:value-of select="@x:href"/></xsl:attribute></xsl:if><xsl:apply-templates/></q>
  </xsl:template>
  <xsl:template match="a:cite" name="work">
    <title><xsl:if test="@x:href"><xsl:attribute name="ref"><xsl:value-of select="@x:href"/></xsl:attribute></xsl:if><xsl:apply-templates/></title>
  </xsl:template>
  <!-- Whole references are marked like titles of works (x:whole). TEI allows a bibl for them
       wherever more than phrases is allowed. -->
  <xsl:template match="a:cite[@x:whole]" priority="1">
    <xsl:choose>
      <xsl:when test="ancestor::a:cite or ancestor::a:lang or ancestor::a:abbr or ancestor::a:term or ancestor::a:code or ancestor::a:ruby"><xsl:call-template name="work"/></xsl:when>
      <xsl:otherwise><bibl><xsl:call-template name="reference"/></bibl></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="reference">
    <xsl:choose>
      <!-- elements that a bibl may not contain are allowed inside a seg in it -->
      <xsl:when test=".//a:formula or .//a:ruby"><seg><xsl:call-template name="referring"/></seg></xsl:when>
      <xsl:otherwise><xsl:call-template name="referring"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:lang">
    <foreign><xsl:call-template name="language"/><xsl:apply-templates/></foreign>
  </xsl:template>
  <xsl:template match="a:abbr">
    <xsl:choose>
      <xsl:when test="normalize-space(@title)"><choice><abbr><xsl:apply-templates/></abbr><expan><xsl:value-of select="@title"/></expan></choice></xsl:when>
      <xsl:otherwise><abbr><xsl:apply-templates/></abbr></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="a:ruby" name="ruby">
    <xsl:for-each select="a:base"><ruby><rb><xsl:apply-templates/></rb><rt><xsl:apply-templates select="following-sibling::a:reading[1]/node()"/></rt></ruby></xsl:for-each>
  </xsl:template>
  <xsl:template match="a:link">
    <xsl:choose>
      <xsl:when test="@x:href">
        <ref target="{@x:href}"><xsl:if test="@title"><xsl:attribute name="n"><xsl:value-of select="@title"/></xsl:attribute></xsl:if><xsl:apply-templates/></ref>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== references ==== -->

  <!-- Where TEI allows phrases alone, a reference is a seg. -->
  <xsl:template match="a:reference[ancestor::a:lang or ancestor::a:abbr or ancestor::a:term or ancestor::a:code or ancestor::a:ruby or ancestor::a:part]" priority="1">
    <seg type="reference"><xsl:call-template name="identity"/><xsl:apply-templates/></seg>
  </xsl:template>
  <xsl:template name="identity">
    <xsl:call-template name="id"/>
    <xsl:if test="@repeats">
      <xsl:attribute name="corresp">#<xsl:value-of select="@repeats"/></xsl:attribute>
      <xsl:attribute name="cert"><xsl:value-of select="@certainty"/></xsl:attribute>
    </xsl:if>
  </xsl:template>
  <!-- What a bibl may not contain stands inside a seg in it. -->
  <xsl:template match="a:reference">
    <bibl>
      <xsl:call-template name="identity"/>
      <xsl:for-each select="node()">
        <xsl:choose>
          <xsl:when test="self::a:q"><seg><xsl:call-template name="quoted"/></seg></xsl:when>
          <xsl:when test="self::a:formula"><seg><xsl:call-template name="formula"/></seg></xsl:when>
          <xsl:when test="self::a:ruby"><seg><xsl:call-template name="ruby"/></seg></xsl:when>
          <xsl:otherwise><xsl:apply-templates select="."/></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </bibl>
  </xsl:template>
  <!-- the page's own mark around a reference, and around a title that is marked already -->
  <xsl:template match="a:cite[.//a:reference] | a:part/a:cite" priority="2"><xsl:apply-templates/></xsl:template>

  <xsl:template match="a:part[@type = 'title']"><title level="a"><xsl:apply-templates/></title></xsl:template>
  <xsl:template match="a:part[@type = 'book']"><title level="m"><xsl:apply-templates/></title></xsl:template>
  <xsl:template match="a:part[@type = 'journal']"><title level="j"><xsl:apply-templates/></title></xsl:template>
  <xsl:template match="a:part[@type = 'date' or @type = 'accessed']">
    <date>
      <xsl:if test="@type = 'accessed'"><xsl:attribute name="type">accessed</xsl:attribute></xsl:if>
      <xsl:call-template name="when"/>
      <xsl:apply-templates/>
    </date>
  </xsl:template>
  <xsl:template match="a:part[@type = 'doi' or @type = 'isbn']">
    <xsl:choose>
      <xsl:when test="*"><seg type="{@type}"><xsl:apply-templates/></seg></xsl:when>
      <xsl:otherwise><idno type="{translate(@type, 'doisbn', 'DOISBN')}"><xsl:value-of select="."/></idno></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="a:part[@type = 'url']">
    <xsl:choose>
      <xsl:when test="@x:href and not(ancestor::a:link)"><ref target="{@x:href}"><xsl:apply-templates/></ref></xsl:when>
      <xsl:when test="*[not(self::a:part)]"><seg type="url"><xsl:apply-templates/></seg></xsl:when>
      <xsl:otherwise><idno type="URL"><xsl:apply-templates/></idno></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- the others are allowed in a bibl alone, not in italics or in a link -->
  <xsl:template match="a:part">
    <xsl:choose>
      <xsl:when test="not(parent::a:reference) or ancestor::a:lang or ancestor::a:abbr or ancestor::a:term or ancestor::a:code or ancestor::a:ruby or ancestor::a:part"><seg type="{@type}"><xsl:apply-templates/></seg></xsl:when>
      <xsl:when test="@type = 'place'"><pubPlace><xsl:apply-templates/></pubPlace></xsl:when>
      <xsl:when test="@type = 'volume' or @type = 'issue'"><biblScope unit="{@type}"><xsl:apply-templates/></biblScope></xsl:when>
      <xsl:when test="@type = 'pages'"><biblScope unit="page"><xsl:apply-templates/></biblScope></xsl:when>
      <xsl:otherwise><xsl:element name="{@type}" namespace="http://www.tei-c.org/ns/1.0"><xsl:apply-templates/></xsl:element></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== notes ==== -->

  <!-- The element of the call keeps its place, its id and the label that it showed, also if the note itself follows.
       Then it is an anchor, which prints nothing, so that only one mark is printed. -->
  <xsl:template match="a:noteref">
    <xsl:choose>
      <xsl:when test="@x:holds">
        <anchor type="noteref" n="{@label}"><xsl:call-template name="id"/></anchor>
        <xsl:apply-templates select="key('note', @x:holds)"/>
      </xsl:when>
      <xsl:otherwise>
        <ref type="noteref" target="#{@target}" n="{@label}" rend="sup"><xsl:call-template name="id"/><xsl:value-of select="@label"/></ref>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:note">
    <note n="{@label}" type="{@kind}">
      <xsl:call-template name="id"/>
      <xsl:call-template name="language"/>
      <xsl:attribute name="subtype"><xsl:value-of select="@status"/></xsl:attribute>
      <xsl:attribute name="place">
        <xsl:choose><xsl:when test="@kind = 'endnote'">end</xsl:when><xsl:when test="@kind = 'sidenote'">margin</xsl:when><xsl:otherwise>foot</xsl:otherwise></xsl:choose>
      </xsl:attribute>
      <xsl:if test="key('call', @id)">
        <xsl:attribute name="target">
          <xsl:for-each select="key('call', @id)"><xsl:if test="position() &gt; 1"><xsl:text> </xsl:text></xsl:if>#<xsl:value-of select="@id"/></xsl:for-each>
        </xsl:attribute>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="@status = 'missing'"><gap reason="lost"><desc xml:lang="en">The source carried no text for this note.</desc></gap></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="*"/></xsl:otherwise>
      </xsl:choose>
    </note>
  </xsl:template>
</xsl:stylesheet>
