package io.tidemark.bank.stream;

import io.tidemark.bank.account.Account;
import io.tidemark.pattern.Element;
import io.tidemark.pattern.Match;
import io.tidemark.pattern.MatchKey;
import io.tidemark.pattern.Matched;
import io.tidemark.pattern.Patterns;
import io.tidemark.projection.Projection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * A large deposit of which most was gone within a week.
 *
 * @param account which
 * @param position of the deposit
 * @param happened when it came
 * @param drained when four fifths of it were gone
 * @param amount how much came
 * @param paid how much was gone then, less what came in between
 */
public record DrainedDeposit(
    String account,
    long position,
    Instant happened,
    Instant drained,
    BigDecimal amount,
    BigDecimal paid) {
  private static final BigDecimal LARGE = BigDecimal.valueOf(10_000);
  private static final BigDecimal MOST = new BigDecimal("0.8");

  private static final Element<Movement> DEPOSIT =
      Element.of("deposit", Movement.class)
          .where(deposit -> deposit.amount().compareTo(LARGE) >= 0);

  private static final Element<Movement> OTHERS =
      Element.of("others", Movement.class).atLeast(0).fewest();

  private static final Element<Movement> LAST =
      Element.of("last", Movement.class)
          .where(payment -> payment.amount().signum() < 0)
          .whereAmong(
              (payment, matched) ->
                  paid(matched).compareTo(matched.event(DEPOSIT).amount().multiply(MOST)) >= 0);

  static final Projection<MatchKey<String>, DrainedDeposit> PROJECTION =
      Patterns.named("drained_deposits", DrainedDeposit.class, DrainedDeposit::account)
          .from(Account.CATEGORY, Movement.CODEC)
          .keyedByStream()
          .first(DEPOSIT)
          .next(OTHERS)
          .next(LAST)
          .within(Duration.ofDays(7))
          .atOnce()
          .rows(DrainedDeposit::of);

  static final String SQL =
      """
      SELECT account, `position`, happened, drained, amount, paid
      FROM movements MATCH_RECOGNIZE (
        PARTITION BY account ORDER BY occurred_at
        MEASURES D.`position` AS `position`, D.occurred_at AS happened,
          L.occurred_at AS drained, D.amount AS amount,
          -(COALESCE(SUM(O.amount), 0) + L.amount) AS paid
        PATTERN (D O*? L) WITHIN INTERVAL '7' DAY
        DEFINE D AS amount >= 10000,
          L AS amount < 0
            AND -(COALESCE(SUM(O.amount), 0) + L.amount) >= D.amount * 0.8)
      """;

  private static DrainedDeposit of(Match<String> match) {
    return new DrainedDeposit(
        match.key(),
        match.position(),
        match.from(),
        match.to(),
        match.event(DEPOSIT).amount(),
        paid(match));
  }

  /** How much left the account since the deposit. */
  private static BigDecimal paid(Matched matched) {
    return matched.all(OTHERS).stream()
        .map(Movement::paid)
        .reduce(matched.event(LAST).paid(), BigDecimal::add);
  }
}
