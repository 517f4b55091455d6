/** Reads bank statements in the format of the Berka data set and records them. */
@NullMarked
package io.tidemark.bank.berka;

import org.jspecify.annotations.NullMarked;
