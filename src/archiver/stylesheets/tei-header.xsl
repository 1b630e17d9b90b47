<?xml version="1.0" encoding="UTF-8"?>
<!-- The TEI header: the article, its source, and what was done to it. Included by tei.xsl. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.tei-c.org/ns/1.0"
  xmlns:a="urn:archiver:article:1" xmlns:x="urn:archiver:export:1" xmlns:w="urn:archiver:words:1" exclude-result-prefixes="a x w">

  <xsl:param name="uuid"/>
  <!-- the day on which the source was saved, else that of the conversion, if the record has one; never the clock -->
  <xsl:param name="converted"/>
  <!-- free, restricted or unknown -->
  <xsl:param name="availability" select="'unknown'"/>

  <xsl:variable name="language-names" select="document('languages.xml')/w:languages/w:language"/>


  <xsl:template name="header">
    <xsl:variable name="record" select="/a:article"/>
    <teiHeader>
      <fileDesc>
        <titleStmt>
          <xsl:call-template name="titles"/>
          <xsl:apply-templates select="$record/a:head/a:author" mode="header"/>
          <xsl:apply-templates select="$record/a:provenance/*[@x:name]" mode="agent"/>
        </titleStmt>
        <publicationStmt>
          <authority>Archived copy, made with <xsl:value-of select="$record/a:provenance/a:tool/@name"/></authority>
          <xsl:if test="$converted"><date when="{$converted}"/></xsl:if>
          <idno type="URI">urn:uuid:<xsl:value-of select="$uuid"/></idno>
          <xsl:call-template name="availability"/>
        </publicationStmt>
        <sourceDesc><xsl:call-template name="source"/></sourceDesc>
      </fileDesc>
      <encodingDesc>
        <projectDesc><p>A web article, turned into an archival record by a program; this file was made from that record alone.</p></projectDesc>
        <editorialDecl><xsl:call-template name="editing"/></editorialDecl>
        <appInfo><xsl:apply-templates select="$record/a:provenance/a:tool" mode="header"/></appInfo>
      </encodingDesc>
      <profileDesc>
        <xsl:for-each select="$record/a:head/a:abstract[node()]"><abstract><p><xsl:apply-templates/></p></abstract></xsl:for-each>
        <xsl:for-each select="$record/a:head/a:date[@type = 'published'][@x:when][1]"><creation><date><xsl:call-template name="when"/><xsl:value-of select="normalize-space(.)"/></date></creation></xsl:for-each>
        <langUsage><xsl:call-template name="languages"/></langUsage>
        <!-- who wrote the posts of a thread -->
        <xsl:if test="$record/a:body/a:post/@x:first">
          <particDesc>
            <listPerson>
              <xsl:for-each select="$record/a:body/a:post[@x:first]">
                <person xml:id="{@x:person}"><persName><xsl:value-of select="normalize-space(a:head/a:author/a:name)"/></persName></person>
              </xsl:for-each>
            </listPerson>
          </particDesc>
        </xsl:if>
        <xsl:if test="$record/a:head/a:keyword">
          <textClass><keywords><xsl:for-each select="$record/a:head/a:keyword"><term><xsl:value-of select="normalize-space(.)"/></term></xsl:for-each></keywords></textClass>
        </xsl:if>
      </profileDesc>
      <revisionDesc><xsl:call-template name="changes"/></revisionDesc>
    </teiHeader>
  </xsl:template>

  <!-- ==== who changed what, and when ==== -->

  <!-- The last change first, as TEI asks. The encoding has no date: the clock is not asked. -->
  <xsl:template name="changes">
    <xsl:variable name="provenance" select="/a:article/a:provenance"/>
    <change>Encoded in TEI P5 from the archival record.</change>
    <xsl:for-each select="$provenance/a:revision">
      <xsl:sort select="position()" data-type="number" order="descending"/>
      <change><xsl:call-template name="who-and-when"/><xsl:value-of select="normalize-space(.)"/></change>
    </xsl:for-each>
    <xsl:if test="$provenance/@x:corrected">
      <change>Corrected by hand after the conversion: the digest of the record no longer fits.</change>
    </xsl:if>
    <change>
      <xsl:for-each select="$provenance/a:made"><xsl:call-template name="who-and-when"/></xsl:for-each>
      <xsl:value-of select="concat('Converted from the source to the archival record by ', $provenance/a:tool/@name, ' ', $provenance/a:tool/@version, '.')"/>
    </change>
  </xsl:template>

  <xsl:template name="who-and-when">
    <xsl:call-template name="when"/>
    <xsl:if test="@x:agent"><xsl:attribute name="who"><xsl:value-of select="concat('#', $own, 'agent', @x:agent)"/></xsl:attribute></xsl:if>
  </xsl:template>

  <!-- A person or an institution, once for all that it did. -->
  <xsl:template match="a:made | a:revision" mode="agent">
    <respStmt xml:id="{$own}agent{@x:agent}">
      <xsl:if test="@x:converted"><resp>had the source converted to the archival record</resp></xsl:if>
      <xsl:if test="@x:revised"><resp>corrected the archival record by hand</resp></xsl:if>
      <name><xsl:value-of select="@x:name"/></name>
    </respStmt>
  </xsl:template>

  <!-- ==== title and persons, here and in the source description ==== -->

  <xsl:template name="titles">
    <xsl:param name="level"/>
    <xsl:for-each select="/a:article/a:head/a:title | /a:article/a:head/a:subtitle">
      <xsl:variable name="text"><xsl:apply-templates mode="plain"/></xsl:variable>
      <title>
        <xsl:if test="$level"><xsl:attribute name="level"><xsl:value-of select="$level"/></xsl:attribute></xsl:if>
        <xsl:attribute name="type"><xsl:choose><xsl:when test="self::a:title">main</xsl:when><xsl:otherwise>sub</xsl:otherwise></xsl:choose></xsl:attribute>
        <xsl:copy-of select="@xml:lang"/>
        <xsl:choose>
          <xsl:when test="normalize-space($text)"><xsl:value-of select="normalize-space($text)"/></xsl:when>
          <!-- a title page without a title shows the name of the source -->
          <xsl:otherwise><xsl:value-of select="/a:article/a:provenance/a:source/@href"/></xsl:otherwise>
        </xsl:choose>
      </title>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="text()" mode="plain"><xsl:value-of select="."/></xsl:template>
  <xsl:template match="a:br" mode="plain"><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="a:reading | a:noteref" mode="plain"/>

  <xsl:template match="a:author" mode="header">
    <author>
      <xsl:choose>
        <xsl:when test="@type = 'organization'"><orgName><xsl:value-of select="normalize-space(a:name)"/></orgName></xsl:when>
        <xsl:otherwise>
          <persName>
            <xsl:for-each select="@x:before"><roleName type="honorific"><xsl:value-of select="normalize-space(.)"/></roleName><xsl:text> </xsl:text></xsl:for-each>
            <xsl:choose>
              <xsl:when test="starts-with(a:name/@x:order, 'family-first')">
                <surname><xsl:value-of select="a:name/@x:surname"/></surname>
                <xsl:if test="a:name/@x:order = 'family-first'"><xsl:text> </xsl:text></xsl:if>
                <forename><xsl:value-of select="a:name/@x:forename"/></forename>
              </xsl:when>
              <xsl:when test="a:name/@x:surname">
                <forename><xsl:value-of select="a:name/@x:forename"/></forename>
                <xsl:text> </xsl:text>
                <surname><xsl:value-of select="a:name/@x:surname"/></surname>
              </xsl:when>
              <xsl:otherwise><name><xsl:value-of select="normalize-space(a:name)"/></name></xsl:otherwise>
            </xsl:choose>
            <xsl:for-each select="@x:generation"><xsl:text> </xsl:text><genName><xsl:value-of select="normalize-space(.)"/></genName></xsl:for-each>
            <xsl:for-each select="@x:after"><xsl:text>, </xsl:text><roleName type="honorific"><xsl:value-of select="normalize-space(.)"/></roleName></xsl:for-each>
            <xsl:for-each select="a:role"><xsl:text> </xsl:text><roleName type="position"><xsl:value-of select="normalize-space(.)"/></roleName></xsl:for-each>
          </persName>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:for-each select="a:affiliation"><xsl:text> </xsl:text><affiliation><xsl:value-of select="normalize-space(.)"/></affiliation></xsl:for-each>
      <xsl:for-each select="@orcid"><xsl:text> </xsl:text><idno type="ORCID"><xsl:value-of select="."/></idno></xsl:for-each>
    </author>
  </xsl:template>

  <!-- ==== publication and source ==== -->

  <xsl:template name="availability">
    <xsl:variable name="rights" select="/a:article/a:head/a:rights"/>
    <availability status="{$availability}">
      <xsl:choose>
        <xsl:when test="$rights/@x:href">
          <licence target="{$rights/@x:href}">
            <xsl:if test="$rights/@licence"><xsl:attribute name="n"><xsl:value-of select="$rights/@licence"/></xsl:attribute></xsl:if>
            <xsl:choose>
              <xsl:when test="normalize-space($rights)"><xsl:value-of select="$rights"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="$rights/@href"/></xsl:otherwise>
            </xsl:choose>
          </licence>
        </xsl:when>
        <xsl:when test="normalize-space($rights)"><p><xsl:value-of select="$rights"/></p></xsl:when>
        <xsl:otherwise><p>The source states no terms of use.</p></xsl:otherwise>
      </xsl:choose>
    </availability>
  </xsl:template>

  <xsl:template name="source">
    <xsl:variable name="head" select="/a:article/a:head"/>
    <xsl:variable name="source" select="/a:article/a:provenance/a:source"/>
    <biblStruct type="webArticle">
      <analytic>
        <xsl:apply-templates select="$head/a:author" mode="header"/>
        <xsl:for-each select="$head/a:contributor">
          <editor role="{@role}">
            <xsl:choose>
              <xsl:when test="@type = 'organization'"><orgName><xsl:value-of select="normalize-space(a:name)"/></orgName></xsl:when>
              <xsl:otherwise><persName><xsl:value-of select="normalize-space(a:name)"/></persName></xsl:otherwise>
            </xsl:choose>
          </editor>
        </xsl:for-each>
        <xsl:call-template name="titles"><xsl:with-param name="level" select="'a'"/></xsl:call-template>
        <xsl:for-each select="$head/a:identifier">
          <idno type="{translate(@type, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"><xsl:value-of select="normalize-space(.)"/></idno>
        </xsl:for-each>
      </analytic>
      <monogr>
        <xsl:for-each select="$head/a:container"><xsl:call-template name="container"/></xsl:for-each>
        <imprint>
          <xsl:for-each select="$head/a:publisher"><publisher><xsl:value-of select="normalize-space(.)"/></publisher></xsl:for-each>
          <xsl:for-each select="$head/a:container/a:volume | $head/a:container/a:issue">
            <biblScope unit="{local-name()}"><xsl:value-of select="normalize-space(.)"/></biblScope>
          </xsl:for-each>
          <xsl:for-each select="$head/a:container/a:pages">
            <biblScope unit="page">
              <xsl:if test="@first and not(contains(normalize-space(@first), ' '))"><xsl:attribute name="from"><xsl:value-of select="normalize-space(@first)"/></xsl:attribute></xsl:if>
              <xsl:if test="@last and not(contains(normalize-space(@last), ' '))"><xsl:attribute name="to"><xsl:value-of select="normalize-space(@last)"/></xsl:attribute></xsl:if>
              <xsl:value-of select="normalize-space(.)"/>
            </biblScope>
          </xsl:for-each>
          <xsl:for-each select="$head/a:container/a:article-number"><biblScope unit="article"><xsl:value-of select="normalize-space(.)"/></biblScope></xsl:for-each>
          <xsl:for-each select="$head/a:date">
            <date type="{@type}"><xsl:call-template name="when"/><xsl:value-of select="."/></date>
          </xsl:for-each>
          <!-- TEI requires some content in an imprint -->
          <xsl:if test="not($head/a:publisher or $head/a:date or $head/a:container[a:volume or a:issue or a:pages or a:article-number])"><date>not stated by the source</date></xsl:if>
        </imprint>
      </monogr>
      <xsl:for-each select="$head/a:department | $head/a:genre">
        <note type="{local-name()}"><xsl:value-of select="normalize-space(.)"/></note>
      </xsl:for-each>
      <xsl:for-each select="($head/a:identifier[@type = 'url'][@x:href])[1]"><ref target="{@x:href}"><xsl:value-of select="."/></ref></xsl:for-each>
    </biblStruct>
    <bibl type="file">
      <xsl:if test="$removed"><xsl:attribute name="xml:id"><xsl:value-of select="$own"/>source</xsl:attribute></xsl:if>
      <xsl:for-each select="$source">
        <xsl:choose>
          <xsl:when test="@x:href"><ref target="{@x:href}"><xsl:value-of select="@href"/></ref></xsl:when>
          <xsl:otherwise><title><xsl:value-of select="@href"/></title></xsl:otherwise>
        </xsl:choose>
        <xsl:text> </xsl:text><idno type="SHA-256"><xsl:value-of select="@sha256"/></idno>
        <xsl:text> </xsl:text><note type="format"><xsl:value-of select="@media-type"/><xsl:if test="@encoding">, <xsl:value-of select="@encoding"/></xsl:if>, <xsl:value-of select="@bytes"/> bytes</note>
      </xsl:for-each>
    </bibl>
    <!-- the file that held the page: a web archive, a mail -->
    <xsl:for-each select="$source/a:capture">
      <bibl type="capture">
        <title><xsl:value-of select="@href"/></title>
        <xsl:text> </xsl:text><idno type="SHA-256"><xsl:value-of select="@sha256"/></idno>
        <xsl:text> </xsl:text><note type="format"><xsl:value-of select="@media-type"/>, <xsl:value-of select="@bytes"/> bytes</note>
      </bibl>
    </xsl:for-each>
  </xsl:template>

  <!-- The publication: its title, and its numbers. TEI's levels: j for what appears in parts, m for a book, s for a series. -->
  <xsl:template name="container">
    <xsl:variable name="level">
      <xsl:choose>
        <xsl:when test="@type = 'book' or @type = 'proceedings'">m</xsl:when>
        <xsl:when test="@type = 'series'">s</xsl:when>
        <xsl:otherwise>j</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <title level="{$level}" type="{@type}">
      <xsl:choose>
        <xsl:when test="a:name"><xsl:value-of select="normalize-space(a:name)"/></xsl:when>
        <!-- TEI wants a title before the numbers of a publication -->
        <xsl:otherwise>not stated by the source</xsl:otherwise>
      </xsl:choose>
    </title>
    <xsl:for-each select="a:abbreviation"><title level="{$level}" type="abbreviation"><xsl:value-of select="normalize-space(.)"/></title></xsl:for-each>
    <xsl:for-each select="a:issn | a:isbn">
      <idno type="{translate(local-name(), 'isnb', 'ISNB')}"><xsl:value-of select="normalize-space(.)"/></idno>
    </xsl:for-each>
  </xsl:template>

  <!-- ==== the encoding description ==== -->

  <xsl:template name="editing">
    <xsl:variable name="pieces" select="/a:article/a:provenance/a:removed"/>
    <xsl:variable name="notes" select="/a:article/a:notes/a:note"/>
    <xsl:variable name="inline" select="$notes[@x:placed]"/>
    <correction status="unknown"><p><xsl:call-template name="correction"/></p></correction>
    <normalization>
      <p>
        <xsl:text>White space is folded. </xsl:text>
        <xsl:choose>
          <xsl:when test="$inline">Every note stands where the text first calls it (an anchor marks the call), and those that no call in the text can hold stand at the end, each</xsl:when>
          <xsl:otherwise>Every note stands at the end,</xsl:otherwise>
        </xsl:choose>
        <xsl:text> under the label that the source gave it; each call points to its note and each note to its calls. Notes: </xsl:text>
        <xsl:value-of select="count($notes[@status = 'present'])"/>
        <xsl:text> called and present, </xsl:text>
        <xsl:value-of select="count($notes[@status = 'missing'])"/>
        <xsl:text> called without a text in the source (a gap in each), </xsl:text>
        <xsl:value-of select="count($notes[@status = 'unreferenced'])"/>
        <xsl:text> that nothing calls.</xsl:text>
      </p>
    </normalization>
    <quotation marks="some"><p>Quotation marks that the source typed are kept as text; where it marked a quotation up, the element stands for them.</p></quotation>
    <hyphenation eol="none"><p>Soft hyphens are left out; all other hyphens are the source's.</p></hyphenation>
    <segmentation><p>Divisions follow the headings of the source.</p></segmentation>
    <stdVals><p>Dates are given by ISO 8601 as far as they are known, languages by BCP 47.</p></stdVals>
    <interpretation><p>The part that a block plays in the article (a lead, a disclaimer, a correction) was told by a program from the names and the words that the source gave it.</p></interpretation>
    <xsl:choose>
      <xsl:when test="$pieces">
        <p>
          <xsl:text>Left out, with the rule that took it out and how many pieces it took:</xsl:text>
          <list rend="bulleted">
            <xsl:for-each select="$pieces[@x:pieces]">
              <xsl:sort select="@rule" lang="en"/>
              <item n="{@x:pieces}">
                <xsl:if test="$removed"><xsl:attribute name="xml:id"><xsl:call-template name="rule-id"/></xsl:attribute></xsl:if>
                <xsl:value-of select="concat(@rule, ': ', @x:pieces)"/>
              </item>
            </xsl:for-each>
          </list>
        </p>
      </xsl:when>
      <xsl:otherwise><p>Nothing was left out of the source.</p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What is known of corrections. Without a digest nothing is known, and nothing is claimed. -->
  <xsl:template name="correction">
    <xsl:variable name="provenance" select="/a:article/a:provenance"/>
    <xsl:choose>
      <xsl:when test="$provenance/@x:corrected or $provenance/a:revision">The program corrected nothing. After it, the record was corrected by hand: the words are those of the source, but for these corrections (see the revision description).</xsl:when>
      <xsl:when test="$provenance/a:digest">The words are those of the source; nothing was corrected.</xsl:when>
      <xsl:otherwise>The program corrected nothing. The record has no digest that could tell whether somebody corrected it by hand.</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:tool" mode="header">
    <application ident="archiver">
      <!-- TEI allows only digits and dots in a version -->
      <xsl:attribute name="version">
        <xsl:choose>
          <xsl:when test="translate(@version, '0123456789.', '') = '' and translate(substring(@version, 1, 1), '0123456789', '') = '' and not(contains(@version, '..')) and @version != ''"><xsl:value-of select="@version"/></xsl:when>
          <xsl:otherwise>0</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <label><xsl:value-of select="concat(@name, ' ', @version)"/></label>
      <desc type="rules">Rules: <xsl:value-of select="@rules"/></desc>
      <xsl:if test="@model"><desc type="model">Weights learned from labelled pages: <xsl:value-of select="@model"/></desc></xsl:if>
      <xsl:if test="@parser"><desc type="parser">Parser of the markup: <xsl:value-of select="@parser"/></desc></xsl:if>
      <xsl:for-each select="a:option">
        <desc type="option">Option: <xsl:value-of select="normalize-space(concat(@name, ' = ', .))"/></desc>
      </xsl:for-each>
    </application>
  </xsl:template>

  <xsl:template name="languages">
    <xsl:variable name="main" select="/a:article/@xml:lang"/>
    <xsl:call-template name="language-used">
      <xsl:with-param name="tag"><xsl:choose><xsl:when test="$main"><xsl:value-of select="$main"/></xsl:when><xsl:otherwise>und</xsl:otherwise></xsl:choose></xsl:with-param>
    </xsl:call-template>
    <xsl:for-each select="//*[@x:language]">
      <xsl:call-template name="language-used"><xsl:with-param name="tag" select="@x:language"/></xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- With its English name if it is known; script and region are only in the tag. -->
  <xsl:template name="language-used">
    <xsl:param name="tag"/>
    <xsl:variable name="first" select="translate(substring-before(concat($tag, '-'), '-'), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"/>
    <language ident="{$tag}"><xsl:value-of select="$language-names[@tag = $first]/@name"/></language>
  </xsl:template>
</xsl:stylesheet>
