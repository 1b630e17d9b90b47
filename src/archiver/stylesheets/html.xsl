<?xml version="1.0" encoding="UTF-8"?>
<!-- One self-contained page: no scripts, nothing is fetched; for print, dark mode and phones too. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
  xmlns:a="urn:archiver:article:1" xmlns:x="urn:archiver:export:1" exclude-result-prefixes="a x">

  <xsl:import href="content.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes"/>

  <xsl:param name="css"/>
  <!-- the content security policy: only the page's own style sheet and embedded pictures -->
  <xsl:param name="policy"/>

  <xsl:template match="/">
    <html>
      <xsl:call-template name="page-language"/>
      <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="{$policy}"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="generator" content="{a:article/a:provenance/a:tool/@name} {a:article/a:provenance/a:tool/@version}"/>
        <title><xsl:call-template name="plain-title"/></title>
        <xsl:apply-templates select="a:article/a:head/*" mode="meta"/>
        <style><xsl:value-of select="$css"/></style>
      </head>
      <body>
        <main>
          <article>
            <xsl:call-template name="masthead"/>
            <xsl:call-template name="contents"/>
            <xsl:apply-templates select="a:article/a:body/*"/>
            <xsl:call-template name="biographies"/>
            <xsl:apply-templates select="a:article/a:notes"/>
          </article>
        </main>
        <footer class="colophon">
          <h2><xsl:call-template name="words-language"/><xsl:value-of select="$words/@about"/></h2>
          <xsl:call-template name="colophon-list"/>
        </footer>
      </body>
    </html>
  </xsl:template>

  <!-- ==== metadata for programs ==== -->

  <xsl:template match="*" mode="meta"/>
  <xsl:template match="a:author" mode="meta"><meta name="author" content="{a:name}"/></xsl:template>
  <xsl:template match="a:abstract" mode="meta">
    <xsl:variable name="text"><xsl:apply-templates mode="plain"/></xsl:variable>
    <meta name="description" content="{normalize-space($text)}"/>
  </xsl:template>
  <xsl:template match="a:date[@x:when]" mode="meta">
    <xsl:if test="@type = 'published'"><meta name="dcterms.issued" content="{@x:when}"/></xsl:if>
    <xsl:if test="@type = 'modified'"><meta name="dcterms.modified" content="{@x:when}"/></xsl:if>
  </xsl:template>
  <xsl:template match="a:publisher" mode="meta"><meta name="dcterms.publisher" content="{.}"/></xsl:template>
  <xsl:template match="a:rights[normalize-space()]" mode="meta"><meta name="dcterms.rights" content="{.}"/></xsl:template>
  <xsl:template match="a:identifier[@type = 'url'][@x:href]" mode="meta">
    <xsl:if test="not(preceding-sibling::a:identifier[@type = 'url'])"><link rel="canonical" href="{@x:href}"/></xsl:if>
  </xsl:template>
  <xsl:template match="a:identifier[@type = 'doi']" mode="meta"><meta name="dcterms.identifier" content="doi:{.}"/></xsl:template>

  <!-- ==== contents: from three headings on ==== -->

  <xsl:template name="contents">
    <xsl:if test="count(//a:section[normalize-space(a:heading)]) &gt; 2">
      <nav aria-labelledby="{$own}contents">
        <details>
          <summary id="{$own}contents"><xsl:call-template name="words-language"/><xsl:value-of select="$words/@contents"/></summary>
          <xsl:for-each select="a:article/a:body"><xsl:call-template name="entries"/></xsl:for-each>
        </details>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- ==== notes at the end, each with the source's label; notes without text are listed once, together ==== -->

  <xsl:template match="a:notes">
    <section class="notes" role="doc-endnotes" aria-labelledby="{$own}notes">
      <h2 id="{$own}notes"><xsl:call-template name="words-language"/><xsl:value-of select="$words/@notes"/></h2>
      <xsl:if test="a:note[@status != 'missing']">
        <ol role="list">
          <xsl:apply-templates select="a:note[@status != 'missing']"/>
        </ol>
      </xsl:if>
      <xsl:variable name="missing" select="a:note[@status = 'missing']"/>
      <xsl:if test="$missing">
        <p class="missing">
          <xsl:call-template name="words-language"/>
          <xsl:choose>
            <xsl:when test="count($missing) = 1"><xsl:value-of select="$words/@missing"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="$words/@missing-many"/></xsl:otherwise>
          </xsl:choose>
        </p>
        <ol role="list" class="missing">
          <xsl:for-each select="$missing">
            <li id="{@id}" class="note"><span class="label"><xsl:call-template name="label"/></span><xsl:call-template name="ways-back"/></li>
          </xsl:for-each>
        </ol>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template match="a:note">
    <li id="{@id}" class="note">
      <xsl:call-template name="language"/>
      <span class="label"><xsl:call-template name="label"/></span>
      <xsl:text> </xsl:text>
      <div><xsl:apply-templates select="." mode="content"/></div>
    </li>
  </xsl:template>
</xsl:stylesheet>
