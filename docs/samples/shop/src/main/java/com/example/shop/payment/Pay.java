package com.example.shop.payment;

import java.math.BigDecimal;

/**
 * Take this money.
 *
 * @param reference by which the bank knows it; the same money has the same reference
 * @param due what the order costs
 */
public record Pay(String reference, BigDecimal amount, BigDecimal due) {}
