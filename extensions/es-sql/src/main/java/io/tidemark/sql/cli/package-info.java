/**
 * Streaming SQL on the command line: {@link io.tidemark.sql.cli.SqlCommands} adds {@code sql},
 * {@code queries} and {@code query} to the admin commands of any program. Needs es-admin.
 */
@NullMarked
package io.tidemark.sql.cli;

import org.jspecify.annotations.NullMarked;
