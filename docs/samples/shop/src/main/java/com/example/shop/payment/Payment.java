package com.example.shop.payment;

import java.math.BigDecimal;
import java.util.Set;

/**
 * What was paid for an order.
 *
 * @param references of the money that came in
 */
public record Payment(BigDecimal received, Set<String> references) {}
