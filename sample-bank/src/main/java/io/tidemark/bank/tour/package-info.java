/**
 * The guided tour: a bank's day, much history, and what can be made of it.
 *
 * <p>Entry point: {@link io.tidemark.bank.tour.GuidedTour}.
 */
@NullMarked
package io.tidemark.bank.tour;

import org.jspecify.annotations.NullMarked;
