/**
 * Whether a log is whole: what was checked, and the first thing that is wrong. The door is {@link
 * io.tidemark.verify.LogCheck}.
 */
@NullMarked
package io.tidemark.verify;

import org.jspecify.annotations.NullMarked;
