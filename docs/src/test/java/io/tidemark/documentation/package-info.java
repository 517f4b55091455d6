/**
 * The code that the documentation shows, run as tests, and the check that the documentation shows
 * it as it is.
 */
@NullMarked
package io.tidemark.documentation;

import org.jspecify.annotations.NullMarked;
