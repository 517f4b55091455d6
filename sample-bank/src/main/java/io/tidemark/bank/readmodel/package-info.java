/** The projections of the bank, and the rows they keep. */
@NullMarked
package io.tidemark.bank.readmodel;

import org.jspecify.annotations.NullMarked;
