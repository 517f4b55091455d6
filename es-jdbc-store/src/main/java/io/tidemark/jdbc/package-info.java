/** Micro-JDBC: runs statements, closes everything it opened, and says which statement failed. */
@NullMarked
package io.tidemark.jdbc;

import org.jspecify.annotations.NullMarked;
