<?xml version="1.0" encoding="UTF-8"?>
<!-- The package document: metadata, manifest, and the accessibility claims that are true of this book. Included by epub.xsl. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.idpf.org/2007/opf"
  xmlns:a="urn:archiver:article:1" xmlns:x="urn:archiver:export:1" xmlns:m="http://www.w3.org/1998/Math/MathML"
  xmlns:dc="http://purl.org/dc/elements/1.1/" exclude-result-prefixes="a x m">

  <xsl:param name="uuid"/>
  <!-- EPUB requires the time of the last change; it comes from the record's dates, never from a clock -->
  <xsl:param name="modified"/>
  <!-- pictures may be animated, so the absence of flashes cannot be claimed -->
  <xsl:param name="moving" select="false()"/>

  <xsl:variable name="formulas" select="//a:formula[@notation = 'mathml']"/>
  <xsl:key name="picture" match="a:image[@x:file]" use="@x:file"/>

  <xsl:template name="package">
    <xsl:variable name="record" select="/a:article"/>
    <package version="3.0" unique-identifier="uid" prefix="a11y: http://www.idpf.org/epub/vocab/package/a11y/# prism: http://prismstandard.org/namespaces/basic/3.0/">
      <xsl:attribute name="xml:lang"><xsl:value-of select="$record/@xml:lang"/><xsl:if test="not($record/@xml:lang)">und</xsl:if></xsl:attribute>
      <xsl:if test="$direction"><xsl:attribute name="dir"><xsl:value-of select="$direction"/></xsl:attribute></xsl:if>
      <metadata>
        <dc:identifier id="uid">urn:uuid:<xsl:value-of select="$uuid"/></dc:identifier>
        <xsl:apply-templates select="$record/a:head/a:identifier" mode="package"/>
        <dc:identifier>sha256:<xsl:value-of select="$record/a:provenance/a:source/@sha256"/></dc:identifier>
        <dc:title id="title"><xsl:call-template name="plain-title"/></dc:title>
        <meta refines="#title" property="title-type">main</meta>
        <xsl:apply-templates select="$record/a:head/*[not(self::a:title or self::a:identifier)]" mode="package"/>
        <dc:language>
          <xsl:choose>
            <xsl:when test="$record/@xml:lang"><xsl:value-of select="$record/@xml:lang"/></xsl:when>
            <xsl:otherwise>und</xsl:otherwise>
          </xsl:choose>
        </dc:language>
        <dc:source>
          <xsl:choose>
            <xsl:when test="$record/a:head/a:identifier[@type = 'url']"><xsl:value-of select="$record/a:head/a:identifier[@type = 'url'][1]"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="$record/a:provenance/a:source/@href"/></xsl:otherwise>
          </xsl:choose>
        </dc:source>
        <dc:type>article</dc:type>
        <xsl:for-each select="$record/a:head/@x:reference">
          <meta property="dcterms:bibliographicCitation"><xsl:value-of select="."/></meta>
        </xsl:for-each>
        <meta property="dcterms:modified"><xsl:value-of select="$modified"/></meta>
        <xsl:call-template name="accessibility"/>
      </metadata>
      <manifest>
        <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
        <item id="css" href="epub.css" media-type="text/css"/>
        <item id="cover" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>
        <item id="cover-page" href="cover.xhtml" media-type="application/xhtml+xml"/>
        <xsl:call-template name="items"/>
        <item id="about" href="about.xhtml" media-type="application/xhtml+xml"/>
        <xsl:for-each select="//a:image[@x:file][generate-id() = generate-id(key('picture', @x:file)[1])]">
          <item id="picture-{position()}" href="{@x:file}" media-type="{@x:type}"/>
        </xsl:for-each>
      </manifest>
      <spine>
        <xsl:if test="$direction = 'rtl'"><xsl:attribute name="page-progression-direction">rtl</xsl:attribute></xsl:if>
        <itemref idref="cover-page"/>
        <itemref idref="nav" linear="no"/>
        <xsl:call-template name="itemrefs"/>
        <itemref idref="about"/>
      </spine>
    </package>
  </xsl:template>

  <xsl:template name="items">
    <xsl:param name="part" select="1"/>
    <xsl:variable name="inside" select="$formulas[ancestor-or-self::*[@x:part][1]/@x:part = $part]"/>
    <item id="text-{$part}" href="text-{$part}.xhtml" media-type="application/xhtml+xml">
      <xsl:if test="$inside or ($part = 1 and $formulas[ancestor::a:head and not(ancestor::a:author)]) or ($part = number($parts) and $formulas[ancestor::a:author])">
        <xsl:attribute name="properties">mathml</xsl:attribute>
      </xsl:if>
    </item>
    <xsl:if test="$part &lt; number($parts)">
      <xsl:call-template name="items"><xsl:with-param name="part" select="$part + 1"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="itemrefs">
    <xsl:param name="part" select="1"/>
    <itemref idref="text-{$part}"/>
    <xsl:if test="$part &lt; number($parts)">
      <xsl:call-template name="itemrefs"><xsl:with-param name="part" select="$part + 1"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- ==== the head as Dublin Core ==== -->

  <xsl:template match="*" mode="package"/>

  <!-- A urn:uuid of the source may be invalid; the file's own identifier comes first in any case. -->
  <xsl:template match="a:identifier" mode="package">
    <xsl:if test="not(starts-with(., 'urn:uuid:'))">
      <dc:identifier><xsl:if test="@type = 'doi' or @type = 'isbn' or @type = 'issn' or @type = 'pmid' or @type = 'arxiv'"><xsl:value-of select="@type"/>:</xsl:if><xsl:value-of select="normalize-space(.)"/></dc:identifier>
    </xsl:if>
  </xsl:template>

  <xsl:template match="a:subtitle" mode="package">
    <xsl:variable name="text"><xsl:apply-templates mode="plain"/></xsl:variable>
    <xsl:if test="normalize-space($text)">
      <dc:title id="subtitle"><xsl:value-of select="normalize-space($text)"/></dc:title>
      <meta refines="#subtitle" property="title-type">subtitle</meta>
    </xsl:if>
  </xsl:template>

  <xsl:template match="a:author" mode="package">
    <xsl:variable name="id" select="concat('creator-', count(preceding-sibling::a:author) + 1)"/>
    <dc:creator id="{$id}"><xsl:value-of select="normalize-space(a:name)"/></dc:creator>
    <meta refines="#{$id}" property="role" scheme="marc:relators">aut</meta>
    <xsl:if test="a:name/@x:surname">
      <meta refines="#{$id}" property="file-as"><xsl:value-of select="concat(a:name/@x:surname, ', ', a:name/@x:forename)"/></meta>
    </xsl:if>
  </xsl:template>

  <xsl:template match="a:contributor" mode="package">
    <xsl:variable name="id" select="concat('contributor-', @x:number)"/>
    <dc:contributor id="{$id}"><xsl:value-of select="normalize-space(a:name)"/></dc:contributor>
    <meta refines="#{$id}" property="role" scheme="marc:relators"><xsl:value-of select="@x:relator"/></meta>
  </xsl:template>

  <!-- The publication. A periodical, a book and a series are collections, a site is none. What is doubtful is not said. -->
  <xsl:template match="a:container" mode="package">
    <xsl:for-each select="a:name[not(../@x:doubtful)]">
      <meta property="dcterms:isPartOf"><xsl:value-of select="normalize-space(.)"/></meta>
      <meta property="prism:publicationName"><xsl:value-of select="normalize-space(.)"/></meta>
      <xsl:if test="../@type != 'site' and ../@type != 'blog'">
        <meta property="belongs-to-collection" id="publication"><xsl:value-of select="normalize-space(.)"/></meta>
        <meta refines="#publication" property="collection-type">series</meta>
      </xsl:if>
    </xsl:for-each>
    <xsl:for-each select="a:volume | a:issue | a:pages | a:issn | a:isbn">
      <xsl:variable name="name">
        <xsl:choose>
          <xsl:when test="self::a:issue">number</xsl:when>
          <xsl:when test="self::a:pages">pageRange</xsl:when>
          <xsl:otherwise><xsl:value-of select="local-name()"/></xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <meta property="prism:{$name}"><xsl:value-of select="normalize-space(.)"/></meta>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="a:department" mode="package"><meta property="prism:section"><xsl:value-of select="normalize-space(.)"/></meta></xsl:template>

  <xsl:template match="a:date[@type = 'published'][@x:when]" mode="package">
    <xsl:if test="not(preceding-sibling::a:date[@type = 'published'][@x:when])"><dc:date><xsl:value-of select="@x:when"/></dc:date></xsl:if>
  </xsl:template>

  <xsl:template match="a:publisher" mode="package"><dc:publisher><xsl:value-of select="normalize-space(.)"/></dc:publisher></xsl:template>
  <xsl:template match="a:keyword" mode="package"><dc:subject><xsl:value-of select="normalize-space(.)"/></dc:subject></xsl:template>

  <xsl:template match="a:abstract" mode="package">
    <xsl:variable name="text"><xsl:apply-templates mode="plain"/></xsl:variable>
    <xsl:if test="normalize-space($text)"><dc:description><xsl:value-of select="normalize-space($text)"/></dc:description></xsl:if>
  </xsl:template>

  <xsl:template match="a:rights" mode="package">
    <xsl:if test="normalize-space() or @x:href">
      <dc:rights>
        <xsl:choose>
          <xsl:when test="contains(., @x:href)"><xsl:value-of select="normalize-space(.)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="normalize-space(concat(., ' ', @x:href))"/></xsl:otherwise>
        </xsl:choose>
      </dc:rights>
    </xsl:if>
    <xsl:if test="@x:href"><meta property="dcterms:license"><xsl:value-of select="@x:href"/></meta></xsl:if>
  </xsl:template>

  <!-- ==== accessibility: only claims that are true of this book ==== -->

  <xsl:template name="accessibility">
    <xsl:variable name="pictures" select="//a:image[@x:file][ancestor::a:head or ancestor::a:body or ancestor::a:notes]"/>
    <xsl:variable name="described" select="not($pictures[not(@alt)])"/>
    <xsl:variable name="headed" select="boolean(//a:section[normalize-space(a:heading)])"/>
    <meta property="schema:accessMode">textual</meta>
    <xsl:if test="$pictures"><meta property="schema:accessMode">visual</meta></xsl:if>
    <xsl:if test="$described"><meta property="schema:accessModeSufficient">textual</meta></xsl:if>
    <xsl:if test="$pictures"><meta property="schema:accessModeSufficient">textual,visual</meta></xsl:if>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityFeature">readingOrder</meta>
    <meta property="schema:accessibilityFeature">displayTransformability</meta>
    <xsl:if test="$headed"><meta property="schema:accessibilityFeature">structuralNavigation</meta></xsl:if>
    <xsl:if test="$described and $pictures[normalize-space(@alt)]"><meta property="schema:accessibilityFeature">alternativeText</meta></xsl:if>
    <xsl:if test="$formulas"><meta property="schema:accessibilityFeature">MathML</meta></xsl:if>
    <xsl:if test="//a:formula[@notation = 'tex']"><meta property="schema:accessibilityFeature">latex</meta></xsl:if>
    <xsl:if test="//a:ruby"><meta property="schema:accessibilityFeature">rubyAnnotations</meta></xsl:if>
    <meta property="schema:accessibilityHazard">
      <xsl:choose><xsl:when test="$moving">unknown</xsl:when><xsl:otherwise>none</xsl:otherwise></xsl:choose>
    </meta>
    <meta property="schema:accessibilitySummary" xml:lang="en">
      <xsl:text>A web article as reflowable text with a linked table of contents</xsl:text>
      <xsl:if test="/a:article/a:notes">, its notes linked both ways</xsl:if>
      <xsl:text>. </xsl:text>
      <xsl:choose>
        <xsl:when test="not($pictures)">It has no pictures.</xsl:when>
        <xsl:when test="$described and $pictures[normalize-space(@alt)]">Every picture has the alternative text of its source.</xsl:when>
        <xsl:when test="$described">Its pictures are decoration, by what the source says of them.</xsl:when>
        <xsl:otherwise>The source gave no alternative text for some of its pictures.</xsl:otherwise>
      </xsl:choose>
      <xsl:if test="//a:formula[@notation = 'tex']"> Some formulas are shown as TeX source.</xsl:if>
      <xsl:text> It was converted by a program; nobody has assessed it against WCAG.</xsl:text>
    </meta>
  </xsl:template>
</xsl:stylesheet>
