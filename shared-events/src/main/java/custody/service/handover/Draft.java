package custody.service.handover;

import custody.contract.CustomerId;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// Who would go where by a plan, worked out on what the views showed at a position.
///
/// @param position of the last event it knows
/// @param unplaced customers in scope whom nobody fits, or who are meant to stay
public record Draft(
    HandoverId handover,
    int plan,
    Instant madeAt,
    long position,
    List<Allotment> allotments,
    List<Unplaced> unplaced) {
  public Draft {
    allotments = List.copyOf(allotments);
    unplaced = List.copyOf(unplaced);
  }

  /// @param why `nobody-fits`, `no-room` or `exception`
  public record Unplaced(CustomerId customer, String why) {}

  public int customers() {
    return allotments.stream().mapToInt(allotment -> allotment.customers().size()).sum();
  }

  /// What an approval names, so that nobody approves what they have not seen: SHA-256 in hex of who
  /// goes where and who goes nowhere. The same again, made later, has the same digest.
  public String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      update(digest, handover + " " + plan);
      for (Allotment allotment : allotments) {
        update(digest, allotment.from() + " " + allotment.to() + " " + allotment.rule());
        allotment.customers().forEach(customer -> update(digest, customer.toString()));
      }
      unplaced.forEach(it -> update(digest, it.customer() + " " + it.why()));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void update(MessageDigest digest, String line) {
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }
}
