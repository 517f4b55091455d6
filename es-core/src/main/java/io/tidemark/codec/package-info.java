/**
 * Between objects and what is stored: the door is {@link io.tidemark.codec.JacksonEventCodec}. The
 * only package that knows Jackson.
 */
@NullMarked
package io.tidemark.codec;

import org.jspecify.annotations.NullMarked;
