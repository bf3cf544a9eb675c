package custody.standalone.demo;

import custody.command.Command;
import custody.command.Request;
import custody.command.churn.ChurnCommand.RecordChurn;
import custody.command.churn.ChurnCommand.WinBack;
import custody.command.complaint.ComplaintCommand.RaiseComplaint;
import custody.command.complaint.ComplaintCommand.ResolveComplaint;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.command.followup.FollowUpCommand.CompleteNextStep;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.command.ownership.OwnershipCommand.Claim;
import custody.command.ownership.OwnershipCommand.Release;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.command.profile.ContactCommand.AddContact;
import custody.command.profile.DateCommand.SetDate;
import custody.command.profile.ProfileCommand.Amend;
import custody.command.profile.ProfileCommand.Classify;
import custody.command.profile.ProfileCommand.Register;
import custody.command.rep.RepCommand.AnnounceLeaving;
import custody.command.rep.RepCommand.Join;
import custody.command.rep.RepCommand.Leave;
import custody.command.rep.RepCommand.Move;
import custody.command.responsibility.ResponsibilityCommand.StartCover;
import custody.command.rule.RuleCommand.SetRule;
import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.ChurnEvent.Money;
import custody.contract.ComplaintEvent.Complaint;
import custody.contract.ComplaintEvent.Severity;
import custody.contract.ComplaintId;
import custody.contract.ContactId;
import custody.contract.CoverId;
import custody.contract.CustomerId;
import custody.contract.DateId;
import custody.contract.Envelope;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpId;
import custody.contract.Holder;
import custody.contract.ImportSource;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Calendar;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.ProfileEvent.ImportantDate;
import custody.contract.ProfileEvent.Kind;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.contract.RuleId;
import custody.service.rights.Authority.Automation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A food maker that sells to restaurants, shops and wholesalers in China and Europe. The same on
/// every machine, ids included, so that a manual can speak of it.
///
/// Beside the ordinary course of years it has what Custody is for: reps who left and whose
/// customers went to others, a customer that went through the pool, facts that were learned late,
/// and mistakes that were corrected.
final class DemoCompany {
  static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
  private static final LocalDate LAST_DAY = LocalDate.of(2026, 6, 30);
  private static final LocalDate ROTATION = LocalDate.of(2023, 8, 30);
  private static final Actor IMPORTER = new Actor(Actor.Kind.SERVICE, "demo");
  private static final UUID IMPORT = id("import", "demo");
  private static final Map<String, String> COLOURS =
      Map.of("A", "#d92d20", "B", "#f79009", "C", "#1570ef");

  /// What the company demands. Only the last of them moves customers by itself.
  private static final SequencedMap<String, Rule> RULES = new LinkedHashMap<>();

  static {
    RULES.put(
        "1-4-7 法则 (A)",
        new Rule.Cadence(
            List.of("A"),
            new Rule.Rhythm.Weekdays(
                List.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY, DayOfWeek.SUNDAY)),
            List.of()));
    RULES.put(
        "每两周联系 every two weeks (B)",
        new Rule.Cadence(List.of("B"), new Rule.Rhythm.EveryDays(14), List.of()));
    RULES.put("首次联系 first contact", new Rule.FirstContact(List.of(), 3, List.of()));
    RULES.put("111 轮岗", new Rule.Tenure(Rule.Held.TERRITORY, List.of(), Period.ofYears(1), 60));
    RULES.put(
        "一年未跟进回收 no contact in a year (C)",
        new Rule.Recycling(List.of("C"), 365, null, null, List.of(), 60, "华东公海"));
  }

  /// One stream's history, in the order in which it was learned.
  ///
  /// @param mistakes what is corrected once it is recorded
  record Story(UUID stream, List<Request> requests, List<Mistake> mistakes) {}

  /// @param request its place among the requests
  record Mistake(int request, CustomerId customer, String reason) {
    Request correction(UUID event) {
      return Request.of(
          new VoidEvent(customer, event),
          Automation.DEMO,
          envelope("correction", reason, null, null));
    }
  }

  private record Rep(
      RepId id,
      String name,
      String team,
      String territory,
      LocalDate joined,
      @Nullable LocalDate moved,
      String movedTeam,
      String movedTerritory,
      @Nullable LocalDate left,
      String receiver) {}

  /// What happens to one customer at a time of day.
  private record Step(Instant at, Command command, @Nullable String reason, @Nullable Rep by) {}

  private final Map<String, Rep> reps = new LinkedHashMap<>();
  private final Random random = new Random(20210301);

  private DemoCompany() {
    for (String[] row : DemoTexts.table("reps.csv")) {
      reps.put(
          row[0],
          new Rep(
              rep(row[0]),
              row[1],
              row[2],
              row[3],
              LocalDate.parse(row[4]),
              day(row[5]),
              row[6],
              row[7],
              day(row[8]),
              row[9]));
    }
  }

  /// Reps first.
  static List<Story> invent() {
    DemoCompany company = new DemoCompany();
    List<Story> stories = new ArrayList<>();
    company.reps.forEach((key, rep) -> stories.add(story(key, rep)));
    for (String[] row : DemoTexts.table("customers.csv")) {
      stories.add(company.new Life(row).story());
    }
    RULES.forEach((name, rule) -> stories.add(story(name, rule)));
    return stories;
  }

  static CustomerId customer(String key) {
    return new CustomerId(id("customer", key));
  }

  static RepId rep(String key) {
    return new RepId(id("rep", key));
  }

  private static Story story(String name, Rule rule) {
    RuleId id = new RuleId(id("rule", name));
    Instant at = LocalDate.of(2026, 1, 5).atStartOfDay(CHINA).toInstant();
    return new Story(
        id.value(),
        List.of(
            request(
                name, new Step(at, new SetRule(id, name, rule), "年度客户管理办法 policy of 2026", null))),
        List.of());
  }

  private static Story story(String key, Rep rep) {
    List<Request> requests = new ArrayList<>();
    requests.add(
        request(
            key,
            new Step(
                at(rep.joined(), 9),
                new Join(
                    rep.id(),
                    Personal.of(rep.name()),
                    rep.team(),
                    rep.territory(),
                    List.of(new ExternalId("demo", key))),
                null,
                null)));
    LocalDate moved = rep.moved();
    if (moved != null) {
      Move move = new Move(rep.id(), rep.movedTeam(), rep.movedTerritory());
      requests.add(request(key, new Step(at(moved, 9), move, "年度轮岗 yearly rotation", null)));
    }
    LocalDate left = rep.left();
    if (left != null) {
      AnnounceLeaving announced = new AnnounceLeaving(rep.id(), left.minusDays(1));
      requests.add(request(key, new Step(at(left.minusDays(30), 9), announced, null, null)));
      requests.add(request(key, new Step(at(left, 0), new Leave(rep.id()), null, null)));
    }
    if (key.equals("zhaolei")) {
      AnnounceLeaving announced = new AnnounceLeaving(rep.id(), LocalDate.of(2026, 12, 31));
      requests.add(request(key, new Step(at(LocalDate.of(2026, 9, 1), 9), announced, null, null)));
    }
    return new Story(rep.id().value(), requests, List.of());
  }

  /// One customer's.
  private final class Life {
    private final String key;
    private final CustomerId customer;
    private final String[] row;
    private final boolean chinese;
    private final LocalDate registered;
    private final List<Step> steps = new ArrayList<>();

    Life(String[] row) {
      this.row = row;
      this.key = row[0];
      this.customer = customer(key);
      this.registered = LocalDate.parse(row[8]);
      this.chinese = DemoTexts.isChinese(row[2]);
    }

    Story story() {
      Rep first = theRep(row[7]);
      ContactId contact = new ContactId(id("contact", key));
      happens(registered, 10, register(first), null, first);
      happens(registered, 10, new Classify(customer, row[6], colour(row[6])), null, first);
      Changes person = personal(Map.of("name", text(row[9]), "role", text(row[10])));
      happens(registered, 11, new AddContact(customer, contact, person), null, first);
      happens(registered.plusDays(40), 15, birthday(contact), null, first);
      Rep owner = followUps(first);
      extraordinary(owner);

      steps.sort(Comparator.comparing(Step::at));
      List<Mistake> mistakes = new ArrayList<>();
      learnedLate(mistakes);
      return new Story(
          customer.value(), steps.stream().map(step -> request(key, step)).toList(), mistakes);
    }

    /// @return the last owner
    private Rep followUps(Rep first) {
      Rep owner = first;
      LocalDate day = registered.plusDays(3 + random.nextInt(10));
      for (int number = 1; day.isBefore(LAST_DAY); number++) {
        Rep next = ownerOn(day, owner);
        if (!next.equals(owner)) {
          LocalDate last = owner.left() == null ? ROTATION : owner.left();
          Transfer transfer = new Transfer(customer, next.id());
          happens(last.minusDays(2), 17, transfer, "交接 handover", owner);
          owner = next;
        }
        FollowUpId id = new FollowUpId(id("follow-up", key + number));
        FollowUp details = DemoTexts.followUp(random, chinese, at(day, 9, 8), owner.id(), day);
        happens(day, 9, new RecordFollowUp(customer, id, details), null, owner);
        day = day.plusDays(20 + random.nextInt(50));
        if (details.nextStep() != null && day.isBefore(LAST_DAY)) {
          happens(day, 8, new CompleteNextStep(customer, id, null), null, owner);
        }
      }
      return owner;
    }

    private Rep ownerOn(LocalDate day, Rep owner) {
      LocalDate left = owner.left();
      if (left != null && !day.isBefore(left)) {
        return theRep(owner.receiver());
      }
      return key.equals("hutong") && !day.isBefore(ROTATION) ? theRep("huangting") : owner;
    }

    /// What makes single customers worth a look.
    private void extraordinary(Rep owner) {
      switch (key) {
        case "pudong" -> {
          String pool = "华东公海";
          Release release = new Release(customer, pool);
          happens(LocalDate.of(2026, 7, 1), 10, release, "半年无订单 no order in half a year", owner);
          Claim claim = new Claim(customer, theRep("zhaolei").id());
          happens(LocalDate.of(2026, 8, 20), 14, claim, "老客户介绍 referred by a customer", null);
        }
        case "longjing" -> {
          Classify up = new Classify(customer, "A", colour("A"));
          happens(LocalDate.of(2025, 3, 3), 16, up, null, owner);
          Changes moved = personal(Map.of("address", text("杭州市西湖区龙井路 88 号（2025 年迁入）")));
          happens(LocalDate.of(2025, 3, 3), 16, new Amend(customer, moved), null, owner);
        }
        case "luohu" -> {
          Release release = new Release(customer, "华南公海");
          happens(LocalDate.of(2026, 7, 6), 10, release, "超出客户上限 over the limit", owner);
        }
        case "bund" -> {
          StartCover cover =
              new StartCover(
                  customer,
                  new CoverId(id("cover", key)),
                  theRep("liuyang").id(),
                  at(LocalDate.of(2027, 1, 16), 0));
          happens(LocalDate.of(2026, 8, 1), 9, cover, "产假 maternity leave", owner);
        }
        case "xihu" -> {
          complaint(LocalDate.of(2026, 6, 18), "delivery", Severity.HIGH, "两次送货迟到，要求书面答复", owner);
        }
        case "hongqiao" -> {
          ComplaintId complaint =
              complaint(LocalDate.of(2026, 3, 4), "quality", Severity.LOW, "一批酱油瓶盖渗漏", owner);
          ResolveComplaint resolved =
              new ResolveComplaint(
                  customer, complaint, "replaced", Personal.of("已整批换货 replaced the whole batch"));
          happens(LocalDate.of(2026, 3, 9), 11, resolved, null, owner);
        }
        case "soho" -> {
          Money cost = new Money(BigDecimal.valueOf(18_500), "GBP");
          RecordChurn lost =
              new RecordChurn(customer, "price", Personal.of("Went to a cash and carry"), cost);
          happens(LocalDate.of(2026, 7, 8), 12, lost, null, owner);
        }
        case "camden" -> {
          RecordChurn lost =
              new RecordChurn(
                  customer, "service", null, new Money(BigDecimal.valueOf(6_200), "GBP"));
          happens(LocalDate.of(2025, 11, 3), 12, lost, null, owner);
          WinBack back = new WinBack(customer, Personal.of("Back after a visit"));
          happens(LocalDate.of(2026, 2, 16), 12, back, null, owner);
        }
        case "yuexiu" -> {
          Money cost = new Money(BigDecimal.valueOf(36_000), "CNY");
          RecordChurn lost = new RecordChurn(customer, "closed", Personal.of("关店"), cost);
          happens(LocalDate.of(2026, 8, 12), 12, lost, null, owner);
        }
        default -> {}
      }
    }

    private ComplaintId complaint(
        LocalDate day, String category, Severity severity, String summary, Rep owner) {
      ComplaintId id = new ComplaintId(id("complaint", key));
      Complaint details =
          new Complaint(category, severity, Personal.of(summary), null, day.plusDays(7));
      happens(day, 10, new RaiseComplaint(customer, id, details), null, owner);
      return id;
    }

    /// Recorded after everything else, although true long before.
    private void learnedLate(List<Mistake> mistakes) {
      switch (key) {
        case "thames" -> {
          Instant at = at(LocalDate.of(2024, 9, 2), 9);
          Transfer transfer = new Transfer(customer, theRep("james").id());
          steps.add(new Step(at, transfer, "Agreed in September, reported late", theRep("emma")));
          Instant back = at(LocalDate.of(2025, 1, 20), 9);
          Transfer again = new Transfer(customer, theRep("emma").id());
          steps.add(new Step(back, again, "James leaves", theRep("emma")));
        }
        case "dongfanghong" -> {
          mistakes.add(new Mistake(steps.size(), customer, "记错了客户 meant for another customer"));
          Changes wrong = personal(Map.of("mail", new FieldValue.Mail("someone.else@example.com")));
          Amend amend = new Amend(customer, wrong);
          steps.add(new Step(at(LocalDate.of(2025, 10, 9), 9), amend, null, theRep("lina")));
        }
        default -> {}
      }
    }

    private Register register(Rep rep) {
      Map<String, FieldValue> open = Map.of("region", text(row[3]), "industry", text(row[4]));
      Map<String, Personal<FieldValue>> personal = new LinkedHashMap<>();
      personal.put("name", Personal.of(text(row[2])));
      String digits = "+" + row[5].replaceAll("[^0-9]", "");
      personal.put("phone", Personal.of(new FieldValue.Phone(digits, row[5])));
      personal.put("mail", Personal.of(new FieldValue.Mail(key + "@example.com")));
      personal.put(
          "location",
          Personal.of(
              new FieldValue.GeoPoint(Double.parseDouble(row[11]), Double.parseDouble(row[12]))));
      return new Register(
          customer,
          Kind.valueOf(row[1].toUpperCase(Locale.ROOT)),
          new Changes(open, personal, Set.of()),
          List.of(new ExternalId("demo", key)),
          new Holder.Owner(rep.id()),
          false);
    }

    private SetDate birthday(ContactId contact) {
      LocalDate born = LocalDate.of(1960 + random.nextInt(40), 1, 1).plusDays(random.nextInt(360));
      Calendar calendar = chinese && random.nextInt(3) == 0 ? Calendar.LUNAR : Calendar.SOLAR;
      return new SetDate(
          customer,
          new DateId(id("date", key)),
          new ImportantDate("birthday", null, Personal.of(born), calendar, true, 7, contact));
    }

    private void happens(
        LocalDate day, int hour, Command command, @Nullable String reason, @Nullable Rep by) {
      steps.add(new Step(at(day, hour), command, reason, by));
    }

    private Rep theRep(String name) {
      Rep rep = reps.get(name);
      if (rep == null) {
        throw new IllegalStateException("the demo has no rep " + name);
      }
      return rep;
    }
  }

  static Envelope envelope(Actor by, String reason, @Nullable Instant effectiveAt) {
    return new Envelope(
        by,
        Channel.IMPORT,
        Personal.of(reason),
        effectiveAt,
        IMPORT,
        null,
        new ImportSource("demo", "handover", null));
  }

  private static Request request(String key, Step step) {
    Rep by = step.by();
    return request(
        step.command(), envelope(key, step.reason(), step.at(), by == null ? null : by.name()));
  }

  static Request request(Command command, Envelope envelope) {
    return Request.of(command, Automation.DEMO, envelope);
  }

  /// @param author as the source says
  static Envelope envelope(
      String record,
      @Nullable String reason,
      @Nullable Instant effectiveAt,
      @Nullable String author) {
    return new Envelope(
        IMPORTER,
        Channel.IMPORT,
        reason == null ? null : Personal.of(reason),
        effectiveAt,
        IMPORT,
        null,
        new ImportSource("demo", record, author == null ? null : Personal.of(author)));
  }

  private static Changes personal(Map<String, FieldValue> fields) {
    Map<String, Personal<FieldValue>> personal = new LinkedHashMap<>();
    fields.forEach((name, value) -> personal.put(name, Personal.of(value)));
    return new Changes(Map.of(), personal, Set.of());
  }

  private static FieldValue text(String text) {
    return new FieldValue.Text(text);
  }

  private static String colour(String grade) {
    return COLOURS.getOrDefault(grade, "#667085");
  }

  private static @Nullable LocalDate day(String text) {
    return text.isEmpty() ? null : LocalDate.parse(text);
  }

  private Instant at(LocalDate day, int from, int hours) {
    return day.atTime(from + random.nextInt(hours), 0).toInstant(CHINA);
  }

  private static Instant at(LocalDate day, int hour) {
    return day.atTime(hour, 0).toInstant(CHINA);
  }

  static UUID id(String sort, String key) {
    return UUID.nameUUIDFromBytes(("demo " + sort + " " + key).getBytes(StandardCharsets.UTF_8));
  }
}
