/**
 * The manual as a site of HTML pages: reads the Markdown pages of a checkout, and writes them with
 * navigation, search, the sources that they link and the Javadoc of the public API. {@link
 * io.tidemark.documentation.site.Site} is the program.
 */
@NullMarked
package io.tidemark.documentation.site;

import org.jspecify.annotations.NullMarked;
