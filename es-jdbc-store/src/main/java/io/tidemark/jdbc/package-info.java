/**
 * Micro-JDBC: runs statements, closes everything it opened, and says which statement failed. The
 * door is {@link io.tidemark.jdbc.Jdbc}.
 */
@NullMarked
package io.tidemark.jdbc;

import org.jspecify.annotations.NullMarked;
