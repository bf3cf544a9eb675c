package custody.query.handover;

import custody.contract.CustomerId;
import custody.contract.HandoverId;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.query.Answers;
import custody.query.handover.Briefing.Customer;
import custody.query.handover.Census.Facts;
import custody.query.sight.Sight;
import custody.service.CompanyProperties;
import custody.service.Problem;
import custody.service.field.FieldCatalog;
import custody.store.EventLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What receivers need to know, the most urgent customers first.
@RestController
@Tag(name = "handovers")
class BriefingController {
  private static final int PAGE = 100;

  private final DataSource database;
  private final EventLog events;
  private final FieldCatalog catalog;
  private final CompanyProperties company;
  private final Clock clock;

  BriefingController(
      DataSource database,
      EventLog events,
      FieldCatalog catalog,
      CompanyProperties company,
      Clock clock) {
    this.database = database;
    this.events = events;
    this.catalog = catalog;
    this.company = company;
    this.clock = clock;
  }

  /// @param receiver null = of all
  /// @param total customers in all; the most urgent of them are told
  /// @param toContact those of all that still wait for the first contact
  /// @param overdue those of them whose deadline has passed
  record Told(
      HandoverId handover,
      @Nullable RepId receiver,
      Instant asOf,
      int total,
      int toContact,
      int overdue,
      List<Customer> customers) {}

  private record Answered(Told told, RepNames names) {}

  /// @param limit how many of the most urgent; null = 100
  /// @param skip how many of the most urgent to leave out
  @GetMapping(
      path = "/api/handovers/{id}/briefing",
      produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE})
  @Operation(
      summary = "What a receiver needs to know of each customer, the most urgent first",
      description = "As JSON, or as a page to print (text/html) in Chinese or English.")
  ResponseEntity<Object> briefing(
      @PathVariable HandoverId id,
      @RequestParam(required = false) @Nullable RepId receiver,
      @RequestParam(required = false) @Nullable CustomerId customer,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable Integer skip,
      Sight sight,
      HttpServletRequest request) {
    int size = Answers.limit(limit, PAGE);
    int from = skip == null ? 0 : skip;
    if (from < 0) {
      throw new Problem(400, "limit-invalid", "skip must be 0 or more.");
    }
    Instant now = clock.instant();
    Answered answered =
        Answers.snapshot(
            database, db -> answered(db, id, receiver, customer, from, size, sight, now));
    if (!wantsPage(request)) {
      return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answered.told());
    }
    boolean chinese = Locale.CHINESE.getLanguage().equals(request.getLocale().getLanguage());
    Told told = answered.told();
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
        .header("Content-Security-Policy", BriefingPage.contentSecurityPolicy())
        .header(HttpHeaders.CONTENT_LANGUAGE, chinese ? "zh-CN" : "en")
        .body(
            new BriefingPage(chinese, company.zone(), catalog, answered.names()::of)
                .page(receiver, now, told.toContact(), told.customers()));
  }

  private static boolean wantsPage(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
  }

  private Answered answered(
      Connection db,
      HandoverId id,
      @Nullable RepId receiver,
      @Nullable CustomerId customer,
      int skip,
      int size,
      Sight sight,
      Instant now)
      throws SQLException {
    LocalDate today = now.atZone(company.zone()).toLocalDate();
    Handover handover = new CaseSight(sight).part(db, id, receiver);
    List<Moved> moved =
        Moved.of(db, handover, receiver, customer, sight.open("a.customer"), now, company.zone())
            .stream()
            .filter(it -> it.state().equals("planned") || it.isWithReceiver())
            .toList();
    Map<CustomerId, Facts> facts =
        new Census(db, now, today).of(moved.stream().map(Moved::customer).toList());
    List<Customer> customers = new ArrayList<>();
    moved.stream()
        .sorted(
            Comparator.comparingInt(
                    (Moved it) ->
                        -Briefing.urgency(
                            facts.getOrDefault(it.customer(), Facts.NONE), it, now, today))
                .thenComparing(it -> it.customer().toString()))
        .skip(skip)
        .limit(size)
        .forEach(
            it ->
                customers.add(
                    Briefing.of(
                        it,
                        facts.getOrDefault(it.customer(), Facts.NONE),
                        events.stream(it.customer().value()),
                        catalog,
                        now,
                        today)));
    sight.listed(customers.stream().map(it -> it.customer().value()).toList());
    return new Answered(
        new Told(
            id,
            receiver,
            now,
            moved.size(),
            (int)
                moved.stream()
                    .filter(it -> it.isWithReceiver() && it.contactedAt() == null)
                    .count(),
            (int) moved.stream().filter(it -> it.isOverdue(today)).count(),
            customers),
        new RepNames(db, reps(customers, receiver)));
  }

  private static Set<RepId> reps(List<Customer> customers, @Nullable RepId receiver) {
    Set<RepId> reps = new HashSet<>();
    if (receiver != null) {
      reps.add(receiver);
    }
    for (Customer customer : customers) {
      reps.add(customer.from());
      if (customer.to() instanceof Holder.Owner(RepId rep)) {
        reps.add(rep);
      }
      customer
          .lastContacts()
          .forEach(
              contact -> {
                if (contact.rep() != null) {
                  reps.add(contact.rep());
                }
              });
      customer
          .knownBy()
          .forEach(
              known -> {
                if (known.who().startsWith("rep:")) {
                  reps.add(RepId.of(known.who().substring("rep:".length())));
                }
              });
    }
    return reps;
  }
}
