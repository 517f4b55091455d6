package io.tidemark.bank.tour;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.bank.Bank;
import io.tidemark.bank.overdraft.LimitEvent;
import io.tidemark.bank.overdraft.OverdraftLimit;
import io.tidemark.bank.readmodel.Overdraft;
import io.tidemark.bank.text.OverdraftText;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.parking.Parking;
import io.tidemark.parking.RedriveReport;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.terminal.Table;
import java.math.BigDecimal;
import java.util.List;

/** Of the guided tour, an event that cannot be read, and what becomes of it. */
final class ParkingTour {
  /** The watch before anybody thought of amounts with a comma. */
  private static final Projection<String, Overdraft> YESTERDAY =
      Overdraft.projection(JacksonEventCodec.ofSealed(LimitEvent.class));

  private final Bank bank;
  private final Narrator narrator;
  private final Customers customers;
  private final Parking parking;

  ParkingTour(Bank bank, Narrator narrator, Customers customers) {
    this.bank = bank;
    this.narrator = narrator;
    this.customers = customers;
    this.parking = Parking.of(bank.projections());
  }

  void run() {
    bank.catchUp();
    park();
    redrive();
  }

  private void park() {
    narrator.step(
        "An event that cannot be read parks the row that it is about, and no other",
        "Projection.named(\"overdrafts\", Overdraft.class, Overdraft::account)",
        "    .from(\"account\", codec).keyedByStream().fold(...)",
        "    .from(\"limit\", codec).keyedByStream().fold(...)",
        "    .onFailure(FailurePolicy.PARK);");
    narrator.say("An old program sets Bob's limit to \"500,00\"; then more money comes in");
    narrator.say("Alice gets a limit of 200.00, by this program");
    bank.store()
        .append(
            StreamId.of(OverdraftLimit.CATEGORY, customers.bob()),
            ExpectedVersion.any(),
            List.of(EventData.of("LimitSet", "{\"amount\":\"500,00\"}")));
    bank.accounts().execute(customers.bob(), account -> account.deposit(new BigDecimal("25.00")));
    bank.limits().execute(customers.alice(), limit -> limit.set(new BigDecimal("200.00")));
    bank.projections().catchUp(YESTERDAY);
    rows();
    Table waiting = Table.of("ROW", ">POSITION", "EVENT", "STATE");
    for (ParkedEvent event : parked()) {
      waiting.row(
          event.key(),
          event.position(),
          event.eventType(),
          event.error().isPresent() ? "parked, cannot be read" : "waits behind it");
    }
    narrator.table(waiting);
  }

  private void redrive() {
    narrator.step(
        "With a codec that reads it too, what waits is applied, once and in order",
        "Parking.of(projections).redrive(Overdraft.PROJECTION);");
    RedriveReport report = parking.redrive(Overdraft.PROJECTION, customers.bob());
    narrator.done(
        "%d events applied, %d refused again, %s waiting"
            .formatted(
                report.applied(),
                report.refused(),
                parked().isEmpty() ? "none" : String.valueOf(parked().size())));
    rows();
  }

  private List<ParkedEvent> parked() {
    return parking.stream(Overdraft.PROJECTION, customers.bob()).toList();
  }

  private void rows() {
    ReadModelQuery ours = ReadModelQuery.all().where(Filter.where("account").in(customers.both()));
    narrator.table(
        OverdraftText.table(
            ReadModels.of(bank.projections()).of(Overdraft.PROJECTION).findAll(ours)));
  }
}
