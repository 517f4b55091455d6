/**
 * How events get into the log. Not API, but for {@link AppendHook}: the one door for the rest of
 * the store is {@link Appender}.
 *
 * <p>An append travels {@code Appender} (is it whole, and not too large) → {@code GroupCommit} (who
 * goes with whom) → {@code BatchWriter} (on which connection, and what if it breaks) → {@code
 * AppendTransaction} → {@code AppendStatement} (the call of {@code append()} in SQL), and comes
 * back as an {@code AppendOutcome}.
 */
@NullMarked
package io.tidemark.postgres.append;

import org.jspecify.annotations.NullMarked;
