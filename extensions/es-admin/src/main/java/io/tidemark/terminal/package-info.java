/**
 * A terminal: tables, lines that still change, JSON lines, colours and exit codes. Imports nothing
 * of ours, and no library that parses arguments.
 *
 * <p>Entry point: {@link io.tidemark.terminal.Console}.
 */
@NullMarked
package io.tidemark.terminal;

import org.jspecify.annotations.NullMarked;
