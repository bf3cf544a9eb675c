package custody.query.profile;

import custody.contract.CustomerId;
import custody.query.sight.Sight;
import custody.service.Problem;
import custody.wire.ContractJson;
import io.swagger.v3.oas.annotations.Operation;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/// Opens what is masked, on record, for a reason, and so many customers a day.
@RestController
class RevealController {
  private static final int MOST = 100;

  private final States states;

  RevealController(States states) {
    this.states = states;
  }

  @Operation(
      summary = "A customer's contact data where it is masked",
      description =
          "Needs the header Custody-Reason. It is on record, and so many customers a day may be"
              + " opened; of one whose data is not masked, it is a look like any other.")
  @GetMapping(
      path = "/api/customers/{id}/contact-data",
      produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] one(@PathVariable CustomerId id, Sight sight) {
    sight.reveal(id);
    return json(json -> Profile.writeContactData(now(id), json));
  }

  /// @param customer up to 100; those one does not see, or may not open, are left out
  @Operation(
      summary = "The contact data of many customers where it is masked",
      description =
          "A right of its own, which whoever is about to leave does not have any more. Needs the"
              + " header Custody-Reason; each customer counts towards the day's limit.")
  @GetMapping(path = "/api/contact-data", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] many(@RequestParam List<CustomerId> customer, Sight sight) {
    if (customer.size() > MOST) {
      throw new Problem(
          400, "too-many-customers", "Ask for at most " + MOST + " customers at once.");
    }
    List<CustomerId> opened = sight.reveal(customer);
    return json(
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("customers");
          opened.forEach(id -> Profile.writeContactData(now(id), json));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private State now(CustomerId id) {
    return states.read(id.value(), null, null);
  }

  private static byte[] json(Consumer<JsonGenerator> content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = ContractJson.plain().createGenerator(out)) {
      content.accept(json);
    }
    return out.toByteArray();
  }
}
