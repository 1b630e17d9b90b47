<?xml version="1.0" encoding="UTF-8"?>
<!-- Calls and notes as XHTML, linked both ways. Included by content.xsl. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
  xmlns:a="urn:archiver:article:1" xmlns:x="urn:archiver:export:1" xmlns:w="urn:archiver:words:1"
  xmlns:m="http://www.w3.org/1998/Math/MathML" xmlns:epub="http://www.idpf.org/2007/ops"
  exclude-result-prefixes="a x w m epub">

  <!-- ==== calls and notes ==== -->

  <!-- The name of the file that contains `to`, relative to the file of `from`: '' in a single page; the book overrides this. -->
  <xsl:template name="file-of"><xsl:param name="to"/><xsl:param name="from"/></xsl:template>

  <!-- The beginning of a note's first paragraph: nothing if the label has a place of its own. -->
  <xsl:template name="note-opening"/>

  <xsl:template match="a:noteref">
    <xsl:variable name="file">
      <xsl:call-template name="file-of"><xsl:with-param name="to" select="key('id', @target)[1]"/><xsl:with-param name="from" select="."/></xsl:call-template>
    </xsl:variable>
    <sup class="call">
      <!-- two calls in a row would read as one number -->
      <xsl:if test="preceding-sibling::node()[1][self::a:noteref]"><xsl:attribute name="class">call next</xsl:attribute></xsl:if>
      <a id="{@id}" href="{$file}#{@target}" role="doc-noteref">
        <xsl:if test="$epub"><xsl:attribute name="epub:type">noteref</xsl:attribute></xsl:if>
        <xsl:call-template name="label"/>
      </a>
    </sup>
  </xsl:template>

  <!-- The label is the source's. If the source showed no text there, the word for "note" replaces it. -->
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

  <!-- The backlink is at the end of the last paragraph, so that it needs no line of its own. -->
  <xsl:template name="way-back-if-last">
    <xsl:if test="parent::a:note and not(following-sibling::*)">
      <xsl:for-each select=".."><xsl:call-template name="ways-back"/></xsl:for-each>
    </xsl:if>
  </xsl:template>

  <!-- One backlink for each call; several are numbered. U+FE0E makes programs show the arrow as text, not as an emoji. -->
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
          <!-- not in brackets: who speaks to the page says the number that it shows (WCAG 2.5.3) -->
          <xsl:if test="last() &gt; 1">: <xsl:value-of select="position()"/></xsl:if>
        </xsl:attribute>
        <xsl:if test="$epub"><xsl:attribute name="epub:type">backlink</xsl:attribute></xsl:if>
        <xsl:text>&#x21A9;&#xFE0E;</xsl:text>
        <xsl:if test="last() &gt; 1"><sup><xsl:value-of select="position()"/></sup></xsl:if>
      </a>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
