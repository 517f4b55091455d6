/**
 * How events get into the log. Not API, but for {@link AppendHook} and {@link CallerTransaction}:
 * the one door for the rest of the store is {@link Appender}.
 *
 * <p>An append travels {@code Appender} (is it whole, and not too large) → {@code GroupCommit} (who
 * goes with whom) → {@code BatchWriter} (on which connection, and what if it breaks) → {@code
 * AppendTransaction} → {@code AppendStatement} (the call of {@code append()} in SQL), and comes
 * back as an {@code AppendOutcome}. One in the caller's own transaction goes {@code
 * CallerTransaction} (with a savepoint before it) → {@code AppendTransaction}, on the caller's
 * thread and past the others.
 */
@NullMarked
package io.tidemark.postgres.append;

import org.jspecify.annotations.NullMarked;
