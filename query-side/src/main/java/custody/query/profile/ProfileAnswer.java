package custody.query.profile;

import custody.contract.ComplaintEvent.Severity;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Calendar;
import custody.contract.ProfileEvent.ExternalId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What [Profile#json] writes, for the API's description. Nothing is made of it: the answer is
/// written as it is read, and the tests read every answer back into this.
///
/// @param masked true if the caller sees contact data masked
/// @param openSteps next steps that are not done
/// @param churn how the customer was lost; absent unless it is
/// @param mergedInto the customer that it is, entered twice; absent = itself
record ProfileAnswer(
    UUID id,
    long version,
    Instant asOf,
    Instant knownAt,
    long position,
    @Nullable Boolean masked,
    @Nullable String kind,
    Map<String, JsonNode> fields,
    @Nullable List<ExternalId> externalIds,
    @Nullable Classification classification,
    List<Contact> contacts,
    List<ImportantDate> dates,
    List<Product> assortment,
    List<Step> openSteps,
    @Nullable Holder holder,
    List<Cover> covers,
    List<Collaborator> collaborators,
    List<Steward> stewards,
    List<Exemption> exemptions,
    List<Complaint> openComplaints,
    @Nullable Churn churn,
    @Nullable UUID mergedInto) {

  record Classification(String grade, String colour) {}

  record Contact(UUID id, Map<String, JsonNode> fields) {}

  record ImportantDate(
      UUID id,
      String kind,
      @Nullable Personal<String> label,
      Personal<LocalDate> date,
      Calendar calendar,
      boolean yearly,
      int remindDaysBefore,
      @Nullable UUID contact) {}

  record Product(String product, @Nullable BigDecimal monthlyVolume, @Nullable BigDecimal stock) {}

  record Step(UUID followUp, Personal<String> what, @Nullable LocalDate due) {}

  /// @param acting whether it is this one who stands in, of all that are agreed
  record Cover(UUID cover, UUID owner, UUID by, Instant until, Instant from, boolean acting) {}

  record Collaborator(UUID collaborator, UUID rep, @Nullable Instant until, Instant from) {}

  record Steward(UUID steward, String account, @Nullable Instant until, Instant from) {}

  /// @param rule the one that leaves the customer alone; absent = all
  record Exemption(UUID exemption, @Nullable UUID rule, Instant until, Instant from) {}

  record Complaint(
      UUID complaint,
      String category,
      Severity severity,
      Personal<String> summary,
      @Nullable UUID contact,
      @Nullable LocalDate due,
      @Nullable Escalation escalated) {}

  /// @param to `user:<name>` or `rep:<id>`; absent = whoever is above
  record Escalation(@Nullable String to, @Nullable Personal<String> note) {}

  record Churn(String reason, @Nullable Personal<String> note, @Nullable Money yearlyCost) {}

  record Money(BigDecimal amount, String currency) {}
}
