/**
 * What can be asked of a running system, whatever application it is: its events and streams, the
 * state of its aggregates, how far its projections got, a replay, a verification.
 *
 * <p>An application describes itself once by an {@link io.tidemark.admin.AdministeredSystem}; who
 * opens that asks through {@link io.tidemark.admin.Admin}.
 */
@NullMarked
package io.tidemark.admin;

import org.jspecify.annotations.NullMarked;
