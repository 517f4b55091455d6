package io.tidemark.bank.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bank.account.InvalidAmountException;
import io.tidemark.bank.transfer.Transfer.Status;
import io.tidemark.bank.transfer.TransferCommand.Accept;
import io.tidemark.bank.transfer.TransferCommand.Complete;
import io.tidemark.bank.transfer.TransferCommand.RecordDebit;
import io.tidemark.bank.transfer.TransferCommand.Refuse;
import io.tidemark.bank.transfer.TransferCommand.Request;
import io.tidemark.bank.transfer.TransferEvent.Accepted;
import io.tidemark.bank.transfer.TransferEvent.Completed;
import io.tidemark.bank.transfer.TransferEvent.Debited;
import io.tidemark.bank.transfer.TransferEvent.Refused;
import io.tidemark.bank.transfer.TransferEvent.Requested;
import io.tidemark.testing.DeciderFixture;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TransferDeciderTest {
  private static final Requested REQUESTED = new Requested("1", "2", BigDecimal.TEN);
  private static final Order ORDER = new Order("1", "2", BigDecimal.TEN);

  private final DeciderFixture<TransferCommand, Transfer, TransferEvent> fixture =
      DeciderFixture.of(new TransferDecider(), Transfers.CODEC);
  private final DeciderFixture<TransferCommand, Transfer, TransferEvent> debited =
      fixture.given(REQUESTED, new Accepted(), new Debited());

  @Test
  void each_step_follows_the_one_before() {
    fixture.when(new Request(ORDER)).thenRaised(REQUESTED);
    fixture.given(REQUESTED).when(new Accept()).thenRaised(new Accepted());
    fixture.given(REQUESTED, new Accepted()).when(new RecordDebit()).thenRaised(new Debited());
    debited
        .when(new Complete())
        .thenRaised(new Completed())
        .thenState(transfer -> assertThat(transfer.status()).isEqualTo(Status.COMPLETED))
        .thenState(transfer -> assertThat(transfer.order()).isEqualTo(ORDER));
  }

  @Test
  void a_step_that_comes_twice_or_too_early_does_nothing() {
    fixture.given(REQUESTED).when(new Request(ORDER)).thenRaisedNothing();
    fixture.given(REQUESTED).when(new Complete()).thenRaisedNothing();
    fixture.given(REQUESTED).when(new RecordDebit()).thenRaisedNothing();
    debited.when(new Accept()).thenRaisedNothing();
    debited.when(new RecordDebit()).thenRaisedNothing();
  }

  @Test
  void it_can_be_refused_before_the_debit_only() {
    Refused refused = new Refused("why");
    fixture.given(REQUESTED).when(new Refuse("why")).thenRaised(refused);
    fixture
        .given(REQUESTED, new Accepted())
        .when(new Refuse("why"))
        .thenRaised(refused)
        .thenState(transfer -> assertThat(transfer.reason()).isEqualTo("why"));
    debited.when(new Refuse("why")).thenRaisedNothing();
    fixture.given(REQUESTED, refused).when(new Accept()).thenRaisedNothing();
  }

  @Test
  void an_order_of_no_money_cannot_be_made() {
    assertThatThrownBy(() -> new Order("1", "2", BigDecimal.ZERO))
        .isInstanceOf(InvalidAmountException.class);
  }
}
