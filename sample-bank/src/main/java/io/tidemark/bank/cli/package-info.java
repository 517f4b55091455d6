/**
 * The command line: one class per command.
 *
 * <p>Entry point: {@link io.tidemark.bank.cli.Main}.
 */
@NullMarked
package io.tidemark.bank.cli;

import org.jspecify.annotations.NullMarked;
