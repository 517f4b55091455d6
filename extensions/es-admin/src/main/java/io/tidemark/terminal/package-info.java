/**
 * A terminal: tables, progress bars, JSON lines, colours and exit codes. Imports nothing of ours,
 * and no library that parses arguments.
 */
@NullMarked
package io.tidemark.terminal;

import org.jspecify.annotations.NullMarked;
