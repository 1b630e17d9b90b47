<?xml version="1.0" encoding="UTF-8"?>
<!-- Title block, contents and colophon as XHTML. Included by content.xsl. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
  xmlns:a="urn:archiver:article:1" xmlns:x="urn:archiver:export:1" xmlns:w="urn:archiver:words:1"
  xmlns:m="http://www.w3.org/1998/Math/MathML" xmlns:epub="http://www.idpf.org/2007/ops"
  exclude-result-prefixes="a x w m epub">

  <!-- ==== the head for readers ==== -->

  <!-- The name of the source replaces a missing title. -->
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
      <xsl:if test="$head/@x:publication"><p class="publisher"><xsl:value-of select="$head/@x:publication"/></p></xsl:if>
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
          <span class="name"><xsl:value-of select="@x:styled"/></span>
          <xsl:for-each select="a:role | a:affiliation">
            <xsl:text>, </xsl:text>
            <span class="{local-name()}"><xsl:value-of select="."/></span>
          </xsl:for-each>
          <xsl:for-each select="@orcid">
            <xsl:text>, </xsl:text>
            <a class="orcid" href="https://orcid.org/{.}">ORCID <xsl:value-of select="."/></a>
          </xsl:for-each>
        </p>
      </xsl:for-each>
      <xsl:call-template name="dates"/>
      <xsl:for-each select="$head/a:abstract[not(@x:repeated)]">
        <div class="abstract" role="doc-abstract" aria-labelledby="{$own}abstract">
          <p>
            <span class="run-in" id="{$own}abstract"><xsl:call-template name="words-language"/><xsl:value-of select="$words/@abstract"/></span>
            <xsl:text> </xsl:text>
            <xsl:apply-templates/>
          </p>
        </div>
      </xsl:for-each>
      <xsl:if test="$head/a:keyword">
        <p class="keywords">
          <span class="run-in"><xsl:call-template name="words-language"/><xsl:value-of select="$words/@keywords"/></span>
          <xsl:text> </xsl:text>
          <xsl:for-each select="$head/a:keyword">
            <xsl:if test="position() &gt; 1"><xsl:text>, </xsl:text></xsl:if>
            <xsl:value-of select="normalize-space()"/>
          </xsl:for-each>
        </p>
      </xsl:if>
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

  <!-- The date in the written form of the language; the machine-readable form only if HTML allows it (no years before the first). -->
  <xsl:template name="date">
    <xsl:choose>
      <xsl:when test="@x:when and not(starts-with(@when, '-'))"><time datetime="{@x:when}"><xsl:value-of select="@x:written"/></time></xsl:when>
      <xsl:otherwise><span class="date"><xsl:value-of select="@x:written"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="biographies">
    <xsl:for-each select="/a:article/a:head/a:author/a:bio[node()]">
      <aside class="bio"><p><xsl:apply-templates/></p></aside>
    </xsl:for-each>
  </xsl:template>

  <!-- ==== contents ==== -->

  <!-- Entries for the sections with headings below the current node; for a section without a heading, those of its subsections. -->
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

  <!-- ==== the colophon: the origin of this copy ==== -->

  <xsl:template name="colophon-list">
    <xsl:variable name="record" select="/a:article"/>
    <xsl:variable name="source" select="$record/a:provenance/a:source"/>
    <dl>
      <xsl:call-template name="words-language"/>
      <dt><xsl:value-of select="$words/@source"/></dt>
      <xsl:for-each select="$source"><dd class="address"><xsl:call-template name="address"/></dd></xsl:for-each>
      <xsl:for-each select="$source/a:capture"><dd class="address"><xsl:value-of select="@href"/></dd></xsl:for-each>
      <xsl:for-each select="$record/a:head/a:identifier[not(. = $source/@href)]">
        <xsl:choose>
          <xsl:when test="@x:kind"><dt><xsl:value-of select="@x:kind"/></dt></xsl:when>
          <xsl:when test="@type = 'archived-url'"><dt><xsl:value-of select="$words/@archived"/></dt></xsl:when>
          <xsl:otherwise><dt>URL</dt></xsl:otherwise>
        </xsl:choose>
        <dd class="address"><xsl:call-template name="address"><xsl:with-param name="shown" select="string(.)"/></xsl:call-template></dd>
      </xsl:for-each>
      <xsl:for-each select="$record/a:head/@x:reference">
        <dt><xsl:value-of select="$words/@cite"/></dt><dd class="address"><xsl:value-of select="."/></dd>
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
            <xsl:when test="@x:href and contains(., @x:href)">
              <xsl:value-of select="substring-before(., @x:href)"/>
              <xsl:call-template name="address"><xsl:with-param name="shown" select="string(@x:href)"/></xsl:call-template>
              <xsl:value-of select="substring-after(., @x:href)"/>
            </xsl:when>
            <xsl:when test="normalize-space()"><xsl:call-template name="address"><xsl:with-param name="shown" select="string(.)"/></xsl:call-template></xsl:when>
            <xsl:otherwise><xsl:call-template name="address"/></xsl:otherwise>
          </xsl:choose>
        </dd>
      </xsl:for-each>
      <dt>SHA-256</dt><dd class="hash"><xsl:value-of select="$source/@sha256"/></dd>
      <dt><xsl:value-of select="$words/@made"/></dt>
      <dd><xsl:value-of select="$record/a:provenance/@x:made"/></dd>
      <xsl:for-each select="$record/a:provenance[@x:corrected or a:revision]">
        <dt><xsl:value-of select="$words/@corrected"/></dt>
        <xsl:for-each select="a:revision"><dd><xsl:value-of select="@x:revision"/></dd></xsl:for-each>
        <xsl:if test="not(a:revision)"><dd><xsl:value-of select="$words/@afterwards"/></dd></xsl:if>
      </xsl:for-each>
      <dt><xsl:value-of select="$words/@removed"/></dt><dd><xsl:value-of select="count($record/a:provenance/a:removed)"/></dd>
      <dt><xsl:value-of select="$words/@lost"/></dt><dd><xsl:value-of select="count($record/a:notes/a:note[@status = 'missing'])"/></dd>
    </dl>
  </xsl:template>
</xsl:stylesheet>
