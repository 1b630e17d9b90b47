<?xml version="1.0" encoding="UTF-8"?>
<!--
  The record as TEI P5, valid against tei_all and against the narrower schemas/archiver-tei.rng; docs/reference/tei.md explains the choices.
  The input is a prepared record (writers/shared/prepare.py), as for the other stylesheets. The header is in tei-header.xsl.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.tei-c.org/ns/1.0"
  xmlns:a="urn:archiver:article:1" xmlns:x="urn:archiver:export:1" xmlns:m="http://www.w3.org/1998/Math/MathML"
  exclude-result-prefixes="a x m">

  <xsl:include href="tei-header.xsl"/>
  <xsl:include href="tei-inline.xsl"/>
  <xsl:include href="tei-removed.xsl"/>
  <xsl:output method="xml" encoding="UTF-8"/>

  <!-- the prefix for ids of elements that removed pieces point at; no id of the record has it -->
  <xsl:param name="own"/>
  <xsl:param name="removed" select="false()"/>

  <xsl:key name="call" match="a:noteref" use="@target"/>
  <xsl:key name="post" match="a:post" use="@id"/>
  <xsl:key name="note" match="a:note" use="@id"/>

  <xsl:template match="/">
    <TEI>
      <xsl:for-each select="a:article"><xsl:call-template name="language"/></xsl:for-each>
      <xsl:call-template name="header"/>
      <text>
        <xsl:for-each select="a:article/a:head">
          <front>
            <titlePage>
              <docTitle>
                <titlePart type="main">
                  <xsl:for-each select="a:title"><xsl:call-template name="language"/><xsl:apply-templates/></xsl:for-each>
                </titlePart>
                <xsl:for-each select="a:subtitle">
                  <titlePart type="sub"><xsl:call-template name="language"/><xsl:apply-templates/></titlePart>
                </xsl:for-each>
              </docTitle>
              <xsl:for-each select="a:author">
                <byline><docAuthor><xsl:value-of select="normalize-space(@x:styled)"/></docAuthor></byline>
              </xsl:for-each>
              <xsl:for-each select="a:date[@type = 'published'][normalize-space()][1]">
                <docDate><xsl:call-template name="when"/><xsl:value-of select="."/></docDate>
              </xsl:for-each>
            </titlePage>
          </front>
        </xsl:for-each>
        <body>
          <xsl:apply-templates select="a:article/a:body/*"/>
          <!-- TEI requires more than pictures and rules in a body -->
          <xsl:if test="not(a:article/a:body/*[not(self::a:figure or self::a:embed or self::a:rule)])"><p/></xsl:if>
        </body>
        <xsl:variable name="bios" select="a:article/a:head/a:author/a:bio[node()]"/>
        <!-- notes that are placed at their calls are marked (writers/tei/notes.py) -->
        <xsl:variable name="notes" select="a:article/a:notes/a:note[not(@x:placed)]"/>
        <xsl:if test="$bios or $notes">
          <back>
            <xsl:if test="$bios">
              <div type="biography"><xsl:for-each select="$bios"><p><xsl:apply-templates/></p></xsl:for-each></div>
            </xsl:if>
            <xsl:if test="$notes"><div type="notes"><xsl:apply-templates select="$notes"/></div></xsl:if>
          </back>
        </xsl:if>
      </text>
      <xsl:if test="$removed"><xsl:call-template name="removed"/></xsl:if>
    </TEI>
  </xsl:template>

  <xsl:template name="language">
    <xsl:copy-of select="@xml:lang"/>
    <!-- TEI leaves the direction to CSS -->
    <xsl:if test="@dir"><xsl:attribute name="style">direction: <xsl:value-of select="@dir"/></xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template name="id">
    <xsl:if test="@id"><xsl:attribute name="xml:id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if>
  </xsl:template>

  <!-- `carrier` is the name of the TEI attribute for the block's role in the article -->
  <xsl:template name="common">
    <xsl:param name="carrier" select="'rend'"/>
    <xsl:call-template name="id"/>
    <xsl:call-template name="language"/>
    <xsl:if test="@role and $carrier"><xsl:attribute name="{$carrier}"><xsl:value-of select="@role"/></xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template name="when">
    <xsl:if test="@x:when"><xsl:attribute name="when"><xsl:value-of select="@x:when"/></xsl:attribute></xsl:if>
  </xsl:template>

  <!-- ==== divisions ==== -->

  <xsl:template match="a:section">
    <div>
      <xsl:call-template name="id"/>
      <xsl:call-template name="language"/>
      <xsl:attribute name="type">
        <xsl:choose><xsl:when test="@role"><xsl:value-of select="@role"/></xsl:when><xsl:otherwise>section</xsl:otherwise></xsl:choose>
      </xsl:attribute>
      <xsl:apply-templates select="*"/>
      <xsl:if test="not(*[not(self::a:heading)])"><p/></xsl:if>
    </div>
  </xsl:template>

  <!-- In TEI, only divisions may follow a division: writers/tei/__init__.py has grouped blocks after a section. -->
  <xsl:template match="x:continuation">
    <div type="continuation"><xsl:apply-templates select="*"/></div>
  </xsl:template>

  <xsl:template match="a:heading">
    <head><xsl:call-template name="common"/><xsl:apply-templates/></head>
  </xsl:template>

  <!-- ==== posts of a thread (TEI's module for computer-mediated communication) ==== -->

  <xsl:template match="a:post">
    <post>
      <xsl:call-template name="id"/>
      <xsl:call-template name="language"/>
      <xsl:if test="a:head/a:author"><xsl:attribute name="who">#<xsl:value-of select="@x:person"/></xsl:attribute></xsl:if>
      <xsl:for-each select="a:head/a:date[1]"><xsl:call-template name="when"/></xsl:for-each>
      <xsl:if test="key('post', @answers)"><xsl:attribute name="replyTo">#<xsl:value-of select="@answers"/></xsl:attribute></xsl:if>
      <xsl:if test="@kind"><xsl:attribute name="type"><xsl:value-of select="@kind"/></xsl:attribute></xsl:if>
      <xsl:if test="@number"><xsl:attribute name="n"><xsl:value-of select="@number"/></xsl:attribute></xsl:if>
      <xsl:if test="@x:href"><xsl:attribute name="source"><xsl:value-of select="@x:href"/></xsl:attribute></xsl:if>
      <xsl:apply-templates select="a:head/a:heading"/>
      <xsl:if test="a:head/a:author or a:head/a:date">
        <opener>
          <xsl:for-each select="a:head/a:author"><name><xsl:value-of select="normalize-space(a:name)"/></name></xsl:for-each>
          <xsl:for-each select="a:head/a:date">
            <xsl:if test="../a:author"><xsl:text> </xsl:text></xsl:if>
            <date><xsl:call-template name="when"/><xsl:value-of select="normalize-space(.)"/></date>
          </xsl:for-each>
        </opener>
      </xsl:if>
      <xsl:apply-templates select="*[not(self::a:head)]"/>
    </post>
  </xsl:template>

  <!-- ==== blocks ==== -->

  <xsl:template match="a:p"><p><xsl:call-template name="common"/><xsl:apply-templates/></p></xsl:template>

  <xsl:template match="a:list">
    <list>
      <xsl:call-template name="id"/>
      <xsl:call-template name="language"/>
      <xsl:attribute name="rend">
        <xsl:choose>
          <xsl:when test="@type = 'ordered' and a:item/@n">labelled</xsl:when>
          <xsl:when test="@type = 'ordered'">numbered</xsl:when>
          <xsl:otherwise>bulleted</xsl:otherwise>
        </xsl:choose>
        <xsl:if test="@style"><xsl:value-of select="concat(' ', @style)"/></xsl:if>
        <xsl:if test="@role"><xsl:value-of select="concat(' ', @role)"/></xsl:if>
      </xsl:attribute>
      <xsl:variable name="start" select="@start"/>
      <xsl:variable name="labels" select="@type = 'ordered' and not(a:item[not(@n)])"/>
      <xsl:for-each select="a:item">
        <!-- the source's own labels are part of its text; TEI has an element for them if every item has one -->
        <xsl:if test="$labels"><label><xsl:value-of select="@n"/></label></xsl:if>
        <item>
          <xsl:call-template name="common"/>
          <xsl:choose>
            <xsl:when test="@n and not($labels)"><xsl:attribute name="n"><xsl:value-of select="@n"/></xsl:attribute></xsl:when>
            <xsl:when test="$start"><xsl:attribute name="n"><xsl:value-of select="$start + position() - 1"/></xsl:attribute></xsl:when>
          </xsl:choose>
          <xsl:apply-templates/>
        </item>
      </xsl:for-each>
    </list>
  </xsl:template>

  <!-- TEI pairs one label with one item: terms with a common definition share a label, several definitions of a term share an item.
       writers/tei/__init__.py has grouped them into x:pair. -->
  <xsl:template match="a:list[@type = 'definition']">
    <list type="gloss">
      <xsl:call-template name="common"/>
      <xsl:for-each select="x:pair">
        <label>
          <xsl:for-each select="a:term">
            <xsl:if test="position() &gt; 1"><lb/></xsl:if>
            <term><xsl:call-template name="id"/><xsl:call-template name="language"/><xsl:apply-templates/></term>
          </xsl:for-each>
        </label>
        <item>
          <xsl:choose>
            <xsl:when test="count(a:item) = 1">
              <xsl:for-each select="a:item"><xsl:call-template name="common"/><xsl:apply-templates/></xsl:for-each>
            </xsl:when>
            <xsl:otherwise>
              <xsl:for-each select="a:item">
                <xsl:choose>
                  <xsl:when test="a:p | a:list | a:quote | a:figure | a:table | a:verse | a:rule | a:embed | *[@display]">
                    <xsl:if test="@id"><anchor><xsl:call-template name="id"/></anchor></xsl:if><xsl:apply-templates/>
                  </xsl:when>
                  <xsl:otherwise><p><xsl:call-template name="common"/><xsl:apply-templates/></p></xsl:otherwise>
                </xsl:choose>
              </xsl:for-each>
            </xsl:otherwise>
          </xsl:choose>
        </item>
      </xsl:for-each>
    </list>
  </xsl:template>

  <xsl:template match="a:quote">
    <xsl:choose>
      <xsl:when test="a:cite">
        <cit>
          <xsl:call-template name="quotation"/>
          <xsl:for-each select="a:cite">
            <bibl>
              <xsl:call-template name="id"/>
              <xsl:call-template name="reference"/>
            </bibl>
          </xsl:for-each>
        </cit>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="quotation"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="quotation">
    <quote>
      <xsl:call-template name="common"><xsl:with-param name="carrier" select="'type'"/></xsl:call-template>
      <xsl:if test="@x:href"><xsl:attribute name="source"><xsl:value-of select="@x:href"/></xsl:attribute></xsl:if>
      <xsl:apply-templates select="*[not(self::a:cite)]"/>
    </quote>
  </xsl:template>

  <!-- an address becomes a ref around the text -->
  <xsl:template name="referring">
    <xsl:choose>
      <xsl:when test="@x:href"><ref target="{@x:href}"><xsl:apply-templates/></ref></xsl:when>
      <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:code[@display = 'block']" priority="1">
    <eg>
      <xsl:call-template name="common"><xsl:with-param name="carrier" select="''"/></xsl:call-template>
      <!-- written as an attribute here, because on the element it would apply to this stylesheet too -->
      <xsl:attribute name="xml:space">preserve</xsl:attribute>
      <xsl:if test="normalize-space(@language)">
        <xsl:attribute name="rend">language-<xsl:value-of select="translate(normalize-space(@language), ' ', '-')"/></xsl:attribute>
      </xsl:if>
      <xsl:apply-templates/>
    </eg>
  </xsl:template>

  <xsl:template match="a:verse">
    <lg type="poem"><xsl:call-template name="common"/><xsl:apply-templates select="a:stanza"/></lg>
  </xsl:template>
  <xsl:template match="a:stanza"><lg type="stanza"><xsl:apply-templates select="a:line"/></lg></xsl:template>
  <xsl:template match="a:line"><l><xsl:apply-templates/></l></xsl:template>

  <xsl:template match="a:rule"><milestone unit="section" rend="rule"/></xsl:template>

  <!-- ==== tables ==== -->

  <xsl:template match="a:table">
    <table>
      <xsl:call-template name="common"/>
      <xsl:apply-templates select="a:caption"/>
      <xsl:for-each select="a:row">
        <row>
          <xsl:call-template name="common"/>
          <xsl:attribute name="role"><xsl:choose><xsl:when test="@role = 'head'">label</xsl:when><xsl:when test="@role = 'foot'">sum</xsl:when><xsl:otherwise>data</xsl:otherwise></xsl:choose></xsl:attribute>
          <xsl:if test="@role"><xsl:attribute name="rend"><xsl:value-of select="@role"/></xsl:attribute></xsl:if>
          <xsl:for-each select="a:cell">
            <cell>
              <xsl:call-template name="id"/>
              <xsl:call-template name="language"/>
              <xsl:attribute name="role"><xsl:choose><xsl:when test="@role = 'head' or (not(@role) and ../@role = 'head')">label</xsl:when><xsl:otherwise>data</xsl:otherwise></xsl:choose></xsl:attribute>
              <xsl:if test="@rowspan"><xsl:attribute name="rows"><xsl:value-of select="@rowspan"/></xsl:attribute></xsl:if>
              <xsl:if test="@colspan"><xsl:attribute name="cols"><xsl:value-of select="@colspan"/></xsl:attribute></xsl:if>
              <xsl:if test="@align or @scope">
                <xsl:attribute name="rend"><xsl:value-of select="normalize-space(concat(@align, ' ', substring('scope-', 1, 6 * boolean(@scope)), @scope))"/></xsl:attribute>
              </xsl:if>
              <xsl:apply-templates/>
            </cell>
          </xsl:for-each>
        </row>
      </xsl:for-each>
    </table>
  </xsl:template>

  <!-- A caption is a head, and a head cannot contain paragraphs: they become lines of it. -->
  <xsl:template match="a:caption">
    <head>
      <xsl:call-template name="id"/>
      <xsl:call-template name="language"/>
      <xsl:choose>
        <xsl:when test="a:p or a:formula[@display]">
          <xsl:for-each select="*">
            <xsl:if test="position() &gt; 1"><lb/></xsl:if>
            <xsl:choose>
              <xsl:when test="self::a:formula"><xsl:call-template name="formula"/></xsl:when>
              <xsl:when test="self::a:p"><seg><xsl:call-template name="common"/><xsl:apply-templates/></seg></xsl:when>
              <xsl:otherwise><xsl:apply-templates select="."/></xsl:otherwise>
            </xsl:choose>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
      </xsl:choose>
    </head>
  </xsl:template>

  <!-- ==== figures ==== -->

  <xsl:template match="a:figure">
    <figure>
      <xsl:call-template name="common"><xsl:with-param name="carrier" select="'type'"/></xsl:call-template>
      <xsl:if test="count(a:image) = 1"><xsl:for-each select="a:image"><xsl:call-template name="lost-name"/></xsl:for-each></xsl:if>
      <xsl:apply-templates select="a:caption"/>
      <xsl:choose>
        <xsl:when test="count(a:image) = 1"><xsl:for-each select="a:image"><xsl:call-template name="graphic"/></xsl:for-each></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="*[not(self::a:caption)]"/></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="not(*)"><figDesc/></xsl:if>
    </figure>
  </xsl:template>

  <xsl:template match="a:image"><figure><xsl:call-template name="lost-name"/><xsl:call-template name="graphic"/></figure></xsl:template>

  <!-- the file name that the source used, if it has no absolute address -->
  <xsl:template name="lost-name">
    <xsl:if test="not(@x:file or @x:source or starts-with(@src, 'data:'))"><xsl:attribute name="n"><xsl:value-of select="@src"/></xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template name="graphic">
    <xsl:choose>
      <xsl:when test="@x:file">
        <binaryObject mimeType="{substring-before(substring-after(@x:file, 'data:'), ';')}" encoding="base64">
          <xsl:call-template name="size"/>
          <xsl:value-of select="substring-after(@x:file, ',')"/>
        </binaryObject>
      </xsl:when>
      <xsl:when test="@x:source"><graphic url="{@x:source}"><xsl:call-template name="size"/></graphic></xsl:when>
    </xsl:choose>
    <!-- an empty description means that the source calls the picture decoration -->
    <xsl:if test="@alt or not(@x:file or @x:source)"><figDesc><xsl:value-of select="@alt"/></figDesc></xsl:if>
  </xsl:template>

  <xsl:template name="size">
    <xsl:if test="@width"><xsl:attribute name="width"><xsl:value-of select="@width"/>px</xsl:attribute></xsl:if>
    <xsl:if test="@height"><xsl:attribute name="height"><xsl:value-of select="@height"/>px</xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template match="a:embed">
    <figure type="embed">
      <xsl:call-template name="id"/>
      <xsl:call-template name="language"/>
      <xsl:apply-templates select="a:caption"/>
      <figDesc><xsl:value-of select="@title"/></figDesc>
      <p>
        <xsl:choose>
          <xsl:when test="@x:href"><ref target="{@x:href}"><xsl:value-of select="@href"/></ref></xsl:when>
          <xsl:otherwise><xsl:value-of select="@href"/></xsl:otherwise>
        </xsl:choose>
      </p>
    </figure>
  </xsl:template>

  <!-- tei_all allows no MathML: a formula in MathML is given as its source text, like one in TeX. -->
  <xsl:template match="a:formula" name="formula">
    <formula notation="{@notation}">
      <xsl:call-template name="id"/>
      <xsl:if test="@display"><xsl:attribute name="rend"><xsl:value-of select="@display"/></xsl:attribute></xsl:if>
      <xsl:choose>
        <xsl:when test="@x:mathml"><xsl:value-of select="@x:mathml"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
      </xsl:choose>
    </formula>
  </xsl:template>
  <!-- TEI treats formulas as phrases, so a formula of its own gets a paragraph -->
  <xsl:template match="a:formula[@display = 'block'][not(parent::a:figure)]" priority="1">
    <p rend="formula"><xsl:call-template name="formula"/></p>
  </xsl:template>
</xsl:stylesheet>
