/**
 * Reading the log on PostgreSQL, behind the door {@link io.tidemark.postgres.read.LogReader}. Not
 * API: it may change in any release.
 *
 * <p>A stream of events travels {@code LogReader} → {@code LogPages} or {@code StreamPages} (which
 * events come next) → {@code PagedEvents} (one page ahead of its consumer). Whoever waits for the
 * next event waits at {@code HeadSignal}, which {@code HeadNotifications} and this process's own
 * appends wake.
 */
@NullMarked
package io.tidemark.postgres.read;

import org.jspecify.annotations.NullMarked;
