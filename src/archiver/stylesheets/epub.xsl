<?xml version="1.0" encoding="UTF-8"?>
<!--
  The whole book in one pass: <files><file name="package.opf">…</file><file name="nav.xhtml">…</file>…</files>.
  writers/epub/__init__.py has written into x:part the number of the content file for each block and each note. The content of a
  section belongs to the section's file, unless it has an x:part of its own.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
  xmlns:a="urn:archiver:article:1" xmlns:x="urn:archiver:export:1" xmlns:m="http://www.w3.org/1998/Math/MathML"
  xmlns:epub="http://www.idpf.org/2007/ops" xmlns:opf="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"
  exclude-result-prefixes="a x m opf dc epub">

  <xsl:import href="content.xsl"/>
  <xsl:include href="epub-package.xsl"/>

  <xsl:param name="parts" select="'1'"/>

  <xsl:variable name="first" select="'text-1.xhtml'"/>

  <xsl:key name="part" match="a:*[@x:part]" use="@x:part"/>

  <!-- An element in another file than its section is one of that file's top-level blocks. -->
  <xsl:template match="a:section">
    <section>
      <xsl:call-template name="common"/>
      <xsl:apply-templates select="*[not(@x:part)]"/>
    </section>
  </xsl:template>

  <xsl:template match="/">
    <files xmlns="">
      <file name="package.opf"><xsl:call-template name="package"/></file>
      <file name="nav.xhtml"><xsl:call-template name="navigation"/></file>
      <file name="cover.xhtml"><xsl:call-template name="cover"/></file>
      <xsl:call-template name="texts"/>
      <file name="about.xhtml"><xsl:call-template name="about"/></file>
    </files>
  </xsl:template>

  <!-- ==== pages ==== -->

  <!-- The cover page. Its words are also in the title block, so the alternative text of the picture is only the title. -->
  <xsl:template name="cover">
    <xsl:variable name="title"><xsl:call-template name="plain-title"/></xsl:variable>
    <html>
      <xsl:call-template name="page-language"/>
      <xsl:call-template name="page-start"><xsl:with-param name="title" select="$title"/></xsl:call-template>
      <body epub:type="cover" class="cover"><div><img src="cover.svg" role="doc-cover" alt="{$title}"/></div></body>
    </html>
  </xsl:template>

  <xsl:template name="page-start">
    <xsl:param name="title"/>
    <head>
      <title><xsl:value-of select="$title"/></title>
      <link rel="stylesheet" type="text/css" href="epub.css"/>
    </head>
  </xsl:template>

  <xsl:template name="texts">
    <xsl:param name="part" select="1"/>
    <xsl:variable name="blocks" select="key('part', $part)[ancestor::a:body]"/>
    <xsl:variable name="title">
      <xsl:choose>
        <xsl:when test="$part &gt; 1 and $blocks[self::a:section][normalize-space(a:heading)]">
          <xsl:apply-templates select="$blocks[self::a:section][normalize-space(a:heading)][1]/a:heading" mode="plain"/>
        </xsl:when>
        <xsl:otherwise><xsl:call-template name="plain-title"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <file name="text-{$part}.xhtml" xmlns="">
      <html xmlns="http://www.w3.org/1999/xhtml">
        <xsl:call-template name="page-language"/>
        <xsl:call-template name="page-start"><xsl:with-param name="title" select="normalize-space($title)"/></xsl:call-template>
        <body epub:type="bodymatter">
          <xsl:if test="$part = 1"><xsl:call-template name="masthead"/></xsl:if>
          <xsl:apply-templates select="$blocks"/>
          <xsl:if test="$part = number($parts)"><xsl:call-template name="biographies"/></xsl:if>
          <xsl:variable name="notes" select="/a:article/a:notes/a:note[@x:part = $part]"/>
          <xsl:if test="$notes">
            <section epub:type="footnotes" class="notes" aria-labelledby="{$own}notes-{$part}">
              <h2 id="{$own}notes-{$part}"><xsl:call-template name="words-language"/><xsl:value-of select="$words/@notes"/></h2>
              <xsl:apply-templates select="$notes"/>
            </section>
          </xsl:if>
        </body>
      </html>
    </file>
    <xsl:if test="$part &lt; number($parts)">
      <xsl:call-template name="texts"><xsl:with-param name="part" select="$part + 1"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="about">
    <html>
      <xsl:call-template name="page-language"/>
      <xsl:call-template name="page-start"><xsl:with-param name="title" select="$words/@about"/></xsl:call-template>
      <body epub:type="backmatter">
        <section epub:type="colophon" role="doc-colophon" class="colophon" aria-labelledby="{$own}about">
          <h2 id="{$own}about"><xsl:call-template name="words-language"/><xsl:value-of select="$words/@about"/></h2>
          <xsl:call-template name="colophon-list"/>
        </section>
      </body>
    </html>
  </xsl:template>

  <!-- ==== notes ==== -->

  <!-- Each note is an aside, which reading systems show in a pop-up. Some hide such asides on the page, so a note without a call is not an aside: it
       would never be visible. -->
  <xsl:template match="a:note">
    <aside id="{@id}" epub:type="footnote" role="doc-footnote" class="note">
      <xsl:call-template name="language"/>
      <xsl:call-template name="note-body"/>
    </aside>
  </xsl:template>
  <xsl:template match="a:note[@status = 'unreferenced']">
    <div id="{@id}" class="note">
      <xsl:call-template name="language"/>
      <xsl:call-template name="note-body"/>
    </div>
  </xsl:template>

  <xsl:template name="note-body">
    <xsl:if test="@status != 'missing' and not(*[1][self::a:p])">
      <p><span class="label"><xsl:call-template name="label"/></span></p>
    </xsl:if>
    <xsl:apply-templates select="." mode="content"/>
  </xsl:template>

  <xsl:template name="note-opening">
    <xsl:for-each select="ancestor-or-self::a:note[1]">
      <span class="label"><xsl:call-template name="label"/></span>
    </xsl:for-each>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template name="file-of">
    <xsl:param name="to"/>
    <xsl:param name="from"/>
    <xsl:variable name="target"><xsl:call-template name="part"><xsl:with-param name="node" select="$to"/></xsl:call-template></xsl:variable>
    <xsl:variable name="here"><xsl:if test="$from"><xsl:call-template name="part"><xsl:with-param name="node" select="$from"/></xsl:call-template></xsl:if></xsl:variable>
    <xsl:if test="string($target) != string($here)"><xsl:value-of select="concat('text-', $target, '.xhtml')"/></xsl:if>
  </xsl:template>

  <!-- The head is in the first file, author bios are in the last. -->
  <xsl:template name="part">
    <xsl:param name="node"/>
    <xsl:choose>
      <xsl:when test="$node/ancestor-or-self::*/@x:part"><xsl:value-of select="$node/ancestor-or-self::*[@x:part][1]/@x:part"/></xsl:when>
      <xsl:when test="$node/ancestor::a:bio"><xsl:value-of select="$parts"/></xsl:when>
      <xsl:otherwise>1</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== navigation ==== -->

  <xsl:template name="navigation">
    <html>
      <xsl:call-template name="page-language"/>
      <xsl:call-template name="page-start"><xsl:with-param name="title" select="$words/@contents"/></xsl:call-template>
      <body epub:type="frontmatter">
        <nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">
          <h2 id="toc-title"><xsl:call-template name="words-language"/><xsl:value-of select="$words/@contents"/></h2>
          <ol role="list">
            <li><a href="{$first}"><xsl:call-template name="plain-title"/></a></li>
            <xsl:apply-templates select="a:article/a:body/a:section" mode="entry"/>
            <xsl:if test="a:article/a:notes and number($parts) = 1">
              <li><a href="{$first}#{$own}notes-1"><xsl:call-template name="words-language"/><xsl:value-of select="$words/@notes"/></a></li>
            </xsl:if>
            <li><a href="about.xhtml"><xsl:call-template name="words-language"/><xsl:value-of select="$words/@about"/></a></li>
          </ol>
        </nav>
        <nav epub:type="landmarks" aria-label="{$words/@contents}" hidden="hidden">
          <ol>
            <li><a epub:type="cover" href="cover.xhtml"><xsl:call-template name="plain-title"/></a></li>
            <li><a epub:type="bodymatter" href="{$first}"><xsl:call-template name="plain-title"/></a></li>
            <li><a epub:type="toc" href="nav.xhtml"><xsl:value-of select="$words/@contents"/></a></li>
            <xsl:if test="a:article/a:notes and number($parts) = 1">
              <li><a epub:type="footnotes" href="{$first}#{$own}notes-1"><xsl:value-of select="$words/@notes"/></a></li>
            </xsl:if>
            <li><a epub:type="colophon" href="about.xhtml"><xsl:value-of select="$words/@about"/></a></li>
          </ol>
        </nav>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>
