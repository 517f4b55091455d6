/**
 * Reads bank statements in the format of the Berka data set and records them.
 *
 * <p>Entry point: {@link io.tidemark.bank.berka.BerkaImport}.
 */
@NullMarked
package io.tidemark.bank.berka;

import org.jspecify.annotations.NullMarked;
