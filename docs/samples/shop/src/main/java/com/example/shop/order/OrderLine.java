package com.example.shop.order;

import java.math.BigDecimal;

/**
 * So many of one thing.
 *
 * @param quantity at least 1
 * @param price of one, at least 0 and at most a million, with at most two decimals
 */
public record OrderLine(String item, int quantity, BigDecimal price) {
  /** What the line costs. */
  BigDecimal total() {
    return price.multiply(BigDecimal.valueOf(quantity));
  }
}
