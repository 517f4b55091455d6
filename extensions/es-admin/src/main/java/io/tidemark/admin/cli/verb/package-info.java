/**
 * What all commands under {@code admin} have in common: a console, and a system that is opened and
 * closed. Not API.
 */
@NullMarked
package io.tidemark.admin.cli.verb;

import org.jspecify.annotations.NullMarked;
