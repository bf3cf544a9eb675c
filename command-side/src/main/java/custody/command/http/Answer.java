package custody.command.http;

import custody.command.Receipt;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.ResponseEntity;

/// Receipts as HTTP answers. The entity tag is the stream's version, for the next `If-Match`.
public final class Answer {
  private Answer() {}

  public static ResponseEntity<Receipt> done(Receipt receipt) {
    return ResponseEntity.ok().eTag(Long.toString(receipt.version())).body(receipt);
  }

  /// 201 with the address of what came into being; 200 if nothing did.
  ///
  /// @param collection the address that its id is appended to
  public static ResponseEntity<Receipt> created(Receipt receipt, String collection) {
    UUID created = receipt.created();
    return created == null
        ? done(receipt)
        : ResponseEntity.created(URI.create(collection + "/" + created))
            .eTag(Long.toString(receipt.version()))
            .body(receipt);
  }
}
