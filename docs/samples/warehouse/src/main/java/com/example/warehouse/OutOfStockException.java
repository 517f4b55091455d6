package com.example.warehouse;

final class OutOfStockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutOfStockException(String item, int wanted, int inStock) {
    super("Item %s: %d wanted, %d in stock".formatted(item, wanted, inStock));
  }
}
