/** What MATCH_RECOGNIZE says: its pattern, and what is computed of several rows. Not API. */
@NullMarked
package io.tidemark.sql.match;

import org.jspecify.annotations.NullMarked;
