<?xml version="1.0" encoding="UTF-8"?>
<!--
  The record's text as XHTML, for both the HTML page and the EPUB: blocks, inline elements, notes and their calls.

  The input is a prepared record (writers/shared/prepare.py): x:href has addresses that are safe, x:file has pictures that may be
  shown. Anything else becomes plain text or a placeholder, so no content of the page can act here.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
  xmlns:a="urn:archiver:article:1" xmlns:x="urn:archiver:export:1" xmlns:w="urn:archiver:words:1"
  xmlns:m="http://www.w3.org/1998/Math/MathML" xmlns:epub="http://www.idpf.org/2007/ops"
  exclude-result-prefixes="a x w m epub">

  <xsl:include href="content-inline.xsl"/>
  <xsl:include href="content-notes.xsl"/>
  <xsl:include href="content-head.xsl"/>

  <!-- true in a book: calls and notes get epub:type, for which reading systems open pop-ups -->
  <xsl:param name="epub" select="false()"/>
  <!-- "rtl" or nothing -->
  <xsl:param name="direction"/>
  <!-- the tag of words.xml for the article's language (writers/shared/i18n.py) -->
  <xsl:param name="wanted" select="'en'"/>
  <!-- the prefix of the ids that the export adds; no id of the record has it -->
  <xsl:param name="own" select="'archiver.'"/>

  <xsl:key name="id" match="a:*[@id]" use="@id"/>
  <xsl:key name="call" match="a:noteref" use="@target"/>

  <!-- ==== words in the article's language ==== -->

  <xsl:variable name="dictionary" select="document('words.xml')/w:words/w:language"/>
  <xsl:variable name="words" select="$dictionary[@tag = $wanted]"/>

  <!-- added words get a lang attribute if they are not in the article's language -->
  <xsl:template name="words-language">
    <xsl:if test="$wanted = 'en' and not(/a:article[lang('en')])">
      <xsl:attribute name="lang">en</xsl:attribute>
      <xsl:attribute name="xml:lang">en</xsl:attribute>
      <xsl:attribute name="dir">ltr</xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- ==== attributes of many elements ==== -->

  <xsl:template name="language">
    <xsl:if test="@xml:lang">
      <xsl:attribute name="lang"><xsl:value-of select="@xml:lang"/></xsl:attribute>
      <xsl:attribute name="xml:lang"><xsl:value-of select="@xml:lang"/></xsl:attribute>
    </xsl:if>
    <xsl:copy-of select="@dir"/>
    <xsl:if test="@x:dir"><xsl:attribute name="dir"><xsl:value-of select="@x:dir"/></xsl:attribute></xsl:if>
  </xsl:template>

  <!-- On the root. A page whose language nobody knows says so (BCP 47): without the attribute a program takes its own language for the page's. -->
  <xsl:template name="page-language">
    <xsl:for-each select="/a:article">
      <xsl:if test="not(@xml:lang)">
        <xsl:attribute name="lang">und</xsl:attribute>
        <xsl:attribute name="xml:lang">und</xsl:attribute>
      </xsl:if>
      <xsl:call-template name="language"/>
    </xsl:for-each>
    <xsl:if test="$direction and not(/a:article/@dir)"><xsl:attribute name="dir"><xsl:value-of select="$direction"/></xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template name="common">
    <xsl:param name="class"/>
    <xsl:copy-of select="@id"/>
    <xsl:call-template name="language"/>
    <xsl:variable name="classes" select="normalize-space(concat($class, ' ', @role))"/>
    <xsl:if test="$classes"><xsl:attribute name="class"><xsl:value-of select="$classes"/></xsl:attribute></xsl:if>
  </xsl:template>

  <!-- ==== sections and blocks ==== -->

  <xsl:template match="a:section">
    <section>
      <xsl:call-template name="common"/>
      <xsl:apply-templates/>
    </section>
  </xsl:template>

  <!-- ==== posts of a thread: each an article with its own head; replies are set in, up to four steps ==== -->

  <xsl:template match="a:post">
    <article>
      <xsl:variable name="depth"><xsl:apply-templates select="." mode="depth"/></xsl:variable>
      <xsl:call-template name="common">
        <xsl:with-param name="class" select="concat('thread-post', substring(concat(' reply-', $depth), 1, 8 * ($depth &gt; 0)))"/>
      </xsl:call-template>
      <xsl:apply-templates select="a:head"/>
      <xsl:apply-templates select="*[not(self::a:head)]"/>
    </article>
  </xsl:template>

  <xsl:template match="a:post" mode="depth">
    <xsl:param name="steps" select="0"/>
    <xsl:choose>
      <xsl:when test="@answers and key('id', @answers)[self::a:post] and $steps &lt; 4">
        <xsl:apply-templates select="key('id', @answers)" mode="depth"><xsl:with-param name="steps" select="$steps + 1"/></xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$steps"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:post/a:head">
    <xsl:if test="* or ../@number or ../@answers">
      <header>
        <xsl:for-each select="a:heading"><h2><xsl:copy-of select="@id"/><xsl:call-template name="language"/><xsl:apply-templates/></h2></xsl:for-each>
        <p class="post-head">
          <xsl:for-each select="a:author"><span class="name"><xsl:value-of select="a:name"/></span><xsl:text> </xsl:text></xsl:for-each>
          <xsl:for-each select="a:date">
            <xsl:choose>
              <!-- "3 hours ago" says nothing in an archive: the day is added where the text has no year -->
              <xsl:when test="@x:when"><time datetime="{@x:when}"><xsl:value-of select="."/>
                <xsl:if test="not(contains(., substring(@when, 1, 4)))"> (<xsl:value-of select="substring(@when, 1, 10)"/>)</xsl:if></time></xsl:when>
              <xsl:otherwise><span class="date"><xsl:value-of select="."/></span></xsl:otherwise>
            </xsl:choose>
            <xsl:text> </xsl:text>
          </xsl:for-each>
          <xsl:if test="../@number"><span class="number"><xsl:value-of select="../@number"/></span><xsl:text> </xsl:text></xsl:if>
          <xsl:variable name="from" select=".."/>
          <xsl:for-each select="key('id', ../@answers)[self::a:post]">
            <xsl:variable name="file">
              <xsl:call-template name="file-of"><xsl:with-param name="to" select="."/><xsl:with-param name="from" select="$from"/></xsl:call-template>
            </xsl:variable>
            <a class="answers" href="{$file}#{@id}">→ <xsl:value-of select="a:head/a:author/a:name"/><xsl:if test="not(a:head/a:author)"><xsl:value-of select="@number"/></xsl:if></a>
          </xsl:for-each>
        </p>
      </header>
    </xsl:if>
  </xsl:template>

  <xsl:template match="a:heading">
    <xsl:variable name="depth" select="count(ancestor::a:section) + 1"/>
    <xsl:variable name="level" select="6 - (6 - $depth) * ($depth &lt; 6)"/>
    <xsl:choose>
      <!-- an empty heading would mislead readers who navigate by headings -->
      <xsl:when test="normalize-space() or .//a:noteref or .//a:image[@x:file or normalize-space(@alt)]">
        <xsl:element name="h{$level}">
          <xsl:copy-of select="@id"/>
          <xsl:call-template name="language"/>
          <xsl:apply-templates/>
        </xsl:element>
      </xsl:when>
      <xsl:when test="@id"><div id="{@id}"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:p">
    <p>
      <xsl:call-template name="common"/>
      <xsl:if test="parent::a:note and not(preceding-sibling::*)"><xsl:call-template name="note-opening"/></xsl:if>
      <xsl:apply-templates/>
      <xsl:call-template name="way-back-if-last"/>
    </p>
  </xsl:template>

  <xsl:template match="a:list[@type = 'ordered'][not(a:item/@n)]">
    <!-- numbers are placed before the text: long ones need more space there -->
    <xsl:variable name="last" select="count(a:item) + concat('0', translate(@start, '-', '')) - boolean(@start)"/>
    <xsl:variable name="room">
      <xsl:choose>
        <xsl:when test="@style = 'upper-roman' and $last &gt; 17 or @style = 'lower-roman' and $last &gt; 27 or $last &gt; 999">wider</xsl:when>
        <xsl:when test="contains(@style, 'roman') and $last &gt; 6 or $last &gt; 99">wide</xsl:when>
      </xsl:choose>
    </xsl:variable>
    <ol>
      <xsl:call-template name="common"><xsl:with-param name="class" select="$room"/></xsl:call-template>
      <xsl:copy-of select="@start"/>
      <xsl:choose>
        <xsl:when test="@style = 'lower-alpha'"><xsl:attribute name="type">a</xsl:attribute></xsl:when>
        <xsl:when test="@style = 'upper-alpha'"><xsl:attribute name="type">A</xsl:attribute></xsl:when>
        <xsl:when test="@style = 'lower-roman'"><xsl:attribute name="type">i</xsl:attribute></xsl:when>
        <xsl:when test="@style = 'upper-roman'"><xsl:attribute name="type">I</xsl:attribute></xsl:when>
      </xsl:choose>
      <xsl:apply-templates/>
    </ol>
  </xsl:template>

  <!-- the source's own numbers are shown as it wrote them; the role keeps it a list when CSS removes the markers -->
  <xsl:template match="a:list[@type = 'ordered'][a:item/@n]">
    <ol role="list">
      <xsl:call-template name="common"><xsl:with-param name="class" select="'labelled'"/></xsl:call-template>
      <xsl:apply-templates/>
    </ol>
  </xsl:template>

  <xsl:template match="a:list[@type = 'unordered']">
    <ul>
      <xsl:call-template name="common"/>
      <xsl:apply-templates/>
    </ul>
  </xsl:template>

  <xsl:template match="a:list[@type = 'definition']">
    <dl>
      <xsl:call-template name="common"/>
      <xsl:for-each select="a:term | a:item">
        <xsl:choose>
          <xsl:when test="self::a:term">
            <dt><xsl:call-template name="common"/><xsl:apply-templates/></dt>
            <!-- a term without a definition still needs an element for it -->
            <xsl:if test="position() = last()"><dd/></xsl:if>
          </xsl:when>
          <xsl:otherwise><dd><xsl:call-template name="common"/><xsl:apply-templates/></dd></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </dl>
  </xsl:template>

  <xsl:template match="a:item">
    <li>
      <!-- an item that begins with a list gets no bullet of its own: two bullets would be on one line -->
      <xsl:call-template name="common">
        <xsl:with-param name="class" select="substring('holder', 1, 6 * (boolean(*[1][self::a:list]) and not(@n) and not(../@type = 'ordered')))"/>
      </xsl:call-template>
      <xsl:if test="@n and ../@type = 'ordered'"><span class="label"><xsl:value-of select="@n"/></span><xsl:text> </xsl:text></xsl:if>
      <xsl:choose>
        <xsl:when test="@n and a:p | a:list | a:quote"><div><xsl:apply-templates/></div></xsl:when>
        <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
      </xsl:choose>
    </li>
  </xsl:template>

  <!-- (no cite attribute in a book: epubcheck treats it as a resource to fetch) -->
  <xsl:template match="a:quote">
    <blockquote>
      <xsl:call-template name="common"/>
      <xsl:if test="@x:href and not($epub)"><xsl:attribute name="cite"><xsl:value-of select="@x:href"/></xsl:attribute></xsl:if>
      <xsl:apply-templates/>
      <xsl:if test="@role = 'post' and @x:href and not(a:cite/@href = @href)">
        <p class="address"><a href="{@x:href}"><xsl:value-of select="@href"/></a></p>
      </xsl:if>
    </blockquote>
  </xsl:template>

  <xsl:template match="a:quote/a:cite">
    <p class="attribution"><xsl:copy-of select="@id"/><xsl:call-template name="cited"/></p>
  </xsl:template>

  <xsl:template match="a:figure">
    <figure>
      <!-- several small pictures stand side by side -->
      <xsl:call-template name="common"><xsl:with-param name="class" select="substring('several', 1, 7 * (count(a:image[@x:file]) &gt; 1))"/></xsl:call-template>
      <xsl:apply-templates/>
    </figure>
  </xsl:template>

  <xsl:template match="a:figure/a:caption | a:embed/a:caption">
    <figcaption>
      <xsl:copy-of select="@id"/>
      <xsl:call-template name="language"/>
      <xsl:apply-templates/>
    </figcaption>
  </xsl:template>

  <!-- An embedded object on another server: its title and its address, because nothing is fetched. -->
  <xsl:template match="a:embed">
    <figure>
      <xsl:call-template name="common"><xsl:with-param name="class" select="'embed'"/></xsl:call-template>
      <p class="placeholder">
        <span><xsl:call-template name="words-language"/><xsl:value-of select="$words/@embedded"/></span>
        <xsl:if test="@title">: <cite><xsl:value-of select="@title"/></cite></xsl:if>
        <xsl:text> </xsl:text>
        <xsl:call-template name="address"/>
      </p>
      <xsl:apply-templates/>
    </figure>
  </xsl:template>

  <xsl:template name="address">
    <xsl:param name="shown" select="@href"/>
    <xsl:choose>
      <xsl:when test="@x:href"><a class="address" href="{@x:href}"><xsl:call-template name="code-direction"/><xsl:value-of select="$shown"/></a></xsl:when>
      <xsl:otherwise><span class="address"><xsl:call-template name="code-direction"/><xsl:value-of select="$shown"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="a:code[@display = 'block']" priority="1">
    <pre>
      <xsl:call-template name="common"/>
      <xsl:call-template name="code-direction"/>
      <xsl:if test="not(ancestor::a:note)"><xsl:attribute name="tabindex">0</xsl:attribute></xsl:if>
      <code>
        <xsl:if test="@language">
          <xsl:attribute name="class">language-<xsl:value-of select="translate(normalize-space(@language), ' ', '-')"/></xsl:attribute>
        </xsl:if>
        <xsl:apply-templates/>
      </code>
    </pre>
  </xsl:template>

  <!-- code and addresses run from left to right in any text -->
  <xsl:template name="code-direction">
    <xsl:if test="$direction = 'rtl' and not(@dir)"><xsl:attribute name="dir">ltr</xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template match="a:verse">
    <div><xsl:call-template name="common"><xsl:with-param name="class" select="'verse'"/></xsl:call-template><xsl:apply-templates/></div>
  </xsl:template>
  <xsl:template match="a:stanza"><p class="stanza"><xsl:apply-templates/></p></xsl:template>
  <!-- the br separates the lines if no style sheet is applied -->
  <xsl:template match="a:line">
    <span class="line"><xsl:apply-templates/></span>
    <xsl:if test="following-sibling::a:line"><br/></xsl:if>
  </xsl:template>

  <xsl:template match="a:rule"><hr/></xsl:template>

  <!-- ==== tables ==== -->

  <xsl:template match="a:table">
    <xsl:variable name="cells" select="a:row[1]/a:cell"/>
    <xsl:variable name="columns" select="count($cells) + sum($cells/@colspan) - count($cells/@colspan)"/>
    <div class="table">
      <!-- for print, where nothing scrolls -->
      <xsl:if test="$columns &gt; 7 and not($epub)">
        <xsl:attribute name="class">table <xsl:value-of select="substring('broadvast', 1 + 5 * ($columns &gt; 16), 5 - ($columns &gt; 16))"/></xsl:attribute>
      </xsl:if>
      <!-- a wide table can be scrolled with the arrow keys -->
      <xsl:if test="not($epub or ancestor::a:note)"><xsl:attribute name="tabindex">0</xsl:attribute></xsl:if>
      <table>
        <xsl:call-template name="common"/>
        <xsl:apply-templates select="a:caption"/>
        <!-- the first rows that the record marks as head rows or that have only head cells; a table of head rows only has no head -->
        <xsl:variable name="head" select="a:row[not(@role = 'head')][@role or ../a:row/@role = 'head' or a:cell[not(@role = 'head') or @rowspan] or not(a:cell[2] or a:cell/@colspan)][1]/preceding-sibling::a:row"/>
        <xsl:variable name="count" select="count($head)"/>
        <xsl:variable name="foot" select="a:row[@role = 'foot'][not(following-sibling::a:row[not(@role = 'foot')])]"/>
        <xsl:variable name="rows" select="a:row[position() &gt; $count]
          [not(@role = 'foot' and not(following-sibling::a:row[not(@role = 'foot')]))]"/>
        <xsl:if test="$head and $rows"><thead><xsl:apply-templates select="$head"/></thead></xsl:if>
        <xsl:choose>
          <xsl:when test="$rows"><tbody><xsl:apply-templates select="$rows"/></tbody></xsl:when>
          <xsl:when test="$head"><tbody><xsl:apply-templates select="$head"/></tbody></xsl:when>
        </xsl:choose>
        <xsl:if test="$foot"><tfoot><xsl:apply-templates select="$foot"/></tfoot></xsl:if>
      </table>
    </div>
  </xsl:template>

  <xsl:template match="a:table/a:caption">
    <caption><xsl:copy-of select="@id"/><xsl:call-template name="language"/><xsl:apply-templates/></caption>
  </xsl:template>

  <xsl:template match="a:row"><tr><xsl:call-template name="common"/><xsl:apply-templates/></tr></xsl:template>

  <xsl:template match="a:cell">
    <xsl:variable name="name">
      <xsl:choose>
        <xsl:when test="@role = 'head' or (not(@role) and ../@role = 'head')">th</xsl:when>
        <xsl:otherwise>td</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:element name="{$name}">
      <xsl:copy-of select="@id"/>
      <xsl:call-template name="language"/>
      <xsl:variable name="classes" select="normalize-space(concat(@align, ' ', @x:long, ' ', @x:number))"/>
      <xsl:if test="$classes"><xsl:attribute name="class"><xsl:value-of select="$classes"/></xsl:attribute></xsl:if>
      <xsl:copy-of select="@colspan | @rowspan"/>
      <xsl:if test="$name = 'th'"><xsl:copy-of select="@scope"/></xsl:if>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>
</xsl:stylesheet>
