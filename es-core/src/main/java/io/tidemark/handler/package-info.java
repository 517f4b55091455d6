/**
 * Work that is no table: a mail, a call, a message to a broker. A {@link
 * io.tidemark.handler.HandlerSubscriber} gives each event to an {@link
 * io.tidemark.handler.EventHandler} and then moves the checkpoint that a {@link
 * io.tidemark.handler.CheckpointStore} keeps, for one process at a time.
 */
@NullMarked
package io.tidemark.handler;

import org.jspecify.annotations.NullMarked;
