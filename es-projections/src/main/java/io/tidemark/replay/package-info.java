/**
 * Going over history again: building the rows of a projection anew beside those that serve, and
 * comparing them with what the log says. The door is {@link io.tidemark.replay.Replays}.
 */
@NullMarked
package io.tidemark.replay;

import org.jspecify.annotations.NullMarked;
