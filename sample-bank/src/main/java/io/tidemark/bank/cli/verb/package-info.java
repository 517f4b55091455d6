/**
 * What all commands of the bank share: where the data is, and how a bank is opened and closed.
 *
 * <p>Entry point: {@link io.tidemark.bank.cli.verb.Verb}.
 */
@NullMarked
package io.tidemark.bank.cli.verb;

import org.jspecify.annotations.NullMarked;
