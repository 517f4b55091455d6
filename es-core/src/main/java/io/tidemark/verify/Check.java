package io.tidemark.verify;

/**
 * Something that was verified.
 *
 * @param name what should hold
 * @param passed whether it does
 * @param detail how much was looked at, or the first thing that is wrong
 */
public record Check(String name, boolean passed, String detail) {}
