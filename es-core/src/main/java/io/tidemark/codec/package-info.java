/** Between objects and what is stored. The only package that knows Jackson. */
@NullMarked
package io.tidemark.codec;

import org.jspecify.annotations.NullMarked;
