package com.example.shop.order;

/** An order is not such that this could be done. */
public final class OrderRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OrderRefusedException(String order, String expected, Object actual) {
    super("Order %s: expected %s, actual %s".formatted(order, expected, actual));
  }
}
