/**
 * The log as a feed, and what follows it: a {@link io.tidemark.subscription.Subscription} gives
 * batches, a {@link io.tidemark.subscription.Subscriber} does something with them and keeps a
 * checkpoint, and a {@link io.tidemark.subscription.SubscriptionRunner} takes subscribers forward,
 * each on a thread of its own.
 */
@NullMarked
package io.tidemark.subscription;

import org.jspecify.annotations.NullMarked;
