package com.example.shop;

import java.time.Instant;
import java.util.UUID;

/**
 * What others are told about an order.
 *
 * @param id the same if it is told again after a crash, so that the receiver can tell
 */
public record Publication(UUID id, String order, String event, Instant at) {}
