<?xml version="1.0" encoding="UTF-8"?>
<!--
  Removed content as TEI stand-off annotations: one for each piece. It points at the file that was read and at the rule that
  removed it (both in the header), and has the text of the piece and its place in the source. Included by tei.xsl.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.tei-c.org/ns/1.0"
  xmlns:a="urn:archiver:article:1" exclude-result-prefixes="a">

  <xsl:template name="removed">
    <xsl:variable name="pieces" select="/a:article/a:provenance/a:removed"/>
    <xsl:if test="$pieces">
      <standOff type="removed">
        <listAnnotation>
          <xsl:for-each select="$pieces">
            <annotation xml:id="{@id}" target="#{$own}source">
              <xsl:attribute name="ana">#<xsl:call-template name="rule-id"/></xsl:attribute>
              <note type="removed"><xsl:value-of select="."/></note>
              <xsl:if test="normalize-space(@where)"><note type="place"><xsl:value-of select="@where"/></note></xsl:if>
            </annotation>
          </xsl:for-each>
        </listAnnotation>
      </standOff>
    </xsl:if>
  </xsl:template>

  <!-- A rule's name may contain a colon, an id may not. -->
  <xsl:template name="rule-id"><xsl:value-of select="concat($own, 'rule-', translate(@rule, ':', '·'))"/></xsl:template>
</xsl:stylesheet>
