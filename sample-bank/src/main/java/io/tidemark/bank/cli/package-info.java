/** The command line: one class per command. */
@NullMarked
package io.tidemark.bank.cli;

import org.jspecify.annotations.NullMarked;
