package axon5;

public record Event(
    String account,
    long amount,
    String currency,
    String reference,
    String description,
    String bookedAt,
    long n) {
  static Event of(String account, long n) {
    return new Event(
        account,
        n % 1000,
        "EUR",
        "ref-" + (1_000_000_000L + n),
        "payment for invoice, thank you for your order",
        "2026-01-01T10:11:12Z",
        n);
  }
}
