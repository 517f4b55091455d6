/** The commands on the bank's streams. */
@NullMarked
package io.tidemark.bank.cli.stream;

import org.jspecify.annotations.NullMarked;
