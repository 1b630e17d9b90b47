<?xml version="1.0" encoding="UTF-8"?>
<!--
  Turns a Schematron schema (the part of ISO/IEC 19757-3 that we use: ns, pattern, rule, assert, report, value-of, diagnostics,
  and xsl:key) into the XSLT that checks it. The result of that XSLT is a flat list:

    <violations><violation rule="id-unique" severity="error" path="/*[1]/*[2]" remedy="…">sentence</violation></violations>

  Within a pattern the first rule whose context matches a node is the one that counts, as the standard has it.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:out="urn:archiver:xslt"
  xmlns:s="http://purl.oclc.org/dsdl/schematron" exclude-result-prefixes="s">

  <xsl:namespace-alias stylesheet-prefix="out" result-prefix="xsl"/>

  <xsl:template match="/s:schema">
    <out:stylesheet version="1.0">
      <!-- the prefixes of the tests must be in scope at the tests -->
      <xsl:for-each select="s:ns">
        <xsl:attribute name="{@prefix}:prefix" namespace="{@uri}"/>
      </xsl:for-each>
      <xsl:copy-of select="xsl:key"/>
      <out:template match="/">
        <violations>
          <xsl:for-each select="s:pattern">
            <out:apply-templates select="//*" mode="{generate-id()}"/>
          </xsl:for-each>
        </violations>
      </out:template>
      <xsl:for-each select="s:pattern">
        <xsl:variable name="pattern" select="generate-id()"/>
        <xsl:for-each select="s:rule">
          <out:template match="{@context}" mode="{$pattern}" priority="{1000 - position()}">
            <xsl:apply-templates select="s:assert | s:report"/>
          </out:template>
        </xsl:for-each>
        <out:template match="node()" mode="{$pattern}" priority="-1"/>
      </xsl:for-each>
      <out:template match="*" mode="path">
        <out:apply-templates select="parent::*" mode="path"/>
        <out:value-of select="concat('/*[', count(preceding-sibling::*) + 1, ']')"/>
      </out:template>
    </out:stylesheet>
  </xsl:template>

  <xsl:template match="s:assert">
    <out:if test="not({@test})"><xsl:call-template name="violation"/></out:if>
  </xsl:template>

  <xsl:template match="s:report">
    <out:if test="{@test}"><xsl:call-template name="violation"/></out:if>
  </xsl:template>

  <xsl:template name="violation">
    <xsl:variable name="remedy" select="//s:diagnostic[@id = current()/@diagnostics]"/>
    <violation rule="{@id}" severity="error" remedy="{normalize-space($remedy)}">
      <xsl:if test="@role"><xsl:attribute name="severity"><xsl:value-of select="@role"/></xsl:attribute></xsl:if>
      <out:attribute name="path"><out:apply-templates select="." mode="path"/></out:attribute>
      <xsl:apply-templates mode="sentence"/>
    </violation>
  </xsl:template>

  <xsl:template match="text()" mode="sentence">
    <out:text><xsl:value-of select="."/></out:text>
  </xsl:template>
  <xsl:template match="s:value-of" mode="sentence">
    <out:value-of select="{@select}"/>
  </xsl:template>
  <xsl:template match="s:name" mode="sentence">
    <out:value-of select="name()"/>
  </xsl:template>
</xsl:stylesheet>
