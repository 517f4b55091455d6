/**
 * How far something got: a bar on a terminal, lines elsewhere.
 *
 * <p>Entry point: {@link io.tidemark.terminal.progress.ProgressBar}.
 */
@NullMarked
package io.tidemark.terminal.progress;

import org.jspecify.annotations.NullMarked;
