/**
 * The commands of the bank that ask and change nothing.
 *
 * <p>Entry point: {@link io.tidemark.bank.cli.ask.Questions}.
 */
@NullMarked
package io.tidemark.bank.cli.ask;

import org.jspecify.annotations.NullMarked;
