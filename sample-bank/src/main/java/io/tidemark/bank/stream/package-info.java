/**
 * The bank's streams: figures over time, each defined twice, as code and as SQL, with the same
 * rows.
 */
@NullMarked
package io.tidemark.bank.stream;

import org.jspecify.annotations.NullMarked;
