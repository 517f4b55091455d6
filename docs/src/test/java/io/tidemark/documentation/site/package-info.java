/** Tests of the site that is made of the manual. */
package io.tidemark.documentation.site;
