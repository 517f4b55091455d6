package io.tidemark.bank.berka;

/**
 * A line that was not stored.
 *
 * @param line its number in the file, from 1
 * @param reason why, for people
 */
public record Rejection(long line, String reason) {}
