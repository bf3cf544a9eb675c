package custody.benchmarks;

import java.io.IOException;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;

/// The same as `append`, as programs do it: over HTTP, with a token, an idempotency key on every
/// request, and every tenth of them a registration that claims a phone number.
final class Requests implements Workload {

  @Override
  public String name() {
    return "http";
  }

  @Override
  public void run(Ground ground, Company company, Duel any, Consumer<Row> table) throws Exception {
    // The most code of all: half of the time is the compiler's after 10 s, a tenth after 40 s.
    Duel duel = any.patient().patient();
    DataSource limit = ground.database("raw_appends");
    RawRows.createTable(limit);
    Contender raw = RawRows.oneByOne(company, limit);
    int many = Ground.CONNECTIONS;
    try (Contender custody = custody(ground, company)) {
      table.accept(duel.row(name(), custody, 16, raw, many, ">= 0.6"));
      table.accept(duel.row(name(), custody, 64, raw, many, ">= 0.9"));
      try (ConfigurableApplicationContext bare = BareController.start(limit);
          Contender controller = controller(bare, company)) {
        table.accept(duel.row(name(), custody, 16, controller, 16, "> 1"));
        table.accept(duel.row(name(), custody, 64, controller, 64, "> 1"));
      }
    }
  }

  static Contender custody(Ground ground, Company company) {
    return new OverHttp("Custody", ground.commandPort(), ground.bearer("service:benchmarks")) {
      @Override
      long one(Http http, Random random) throws IOException {
        return random.nextInt(10) == 0 ? register(http, random) : followUp(http, company, random);
      }
    };
  }

  static Contender controller(ConfigurableApplicationContext bare, Company company) {
    int port = Integer.parseInt(bare.getEnvironment().getRequiredProperty("local.server.port"));
    return new OverHttp("bare controller", port, "") {
      @Override
      long one(Http http, Random random) throws IOException {
        http.ask(
            "POST",
            "/customers/" + company.customer(company.skewed()) + "/notes",
            "",
            note(random));
        return 1;
      }
    };
  }

  private static final AtomicLong PHONES = new AtomicLong();

  private static long register(Http http, Random random) throws IOException {
    long phone = PHONES.incrementAndGet();
    http.ask(
        "POST",
        "/api/customers",
        key(),
        """
        {"kind":"outlet","fields":{"name":"%s","phone":"+86137%08d","remark":"%s"},
         "holder":{"pool":"east"},"despiteLikelyDuplicates":true,"reason":"benchmark"}
        """
            .formatted(
                Company.name((int) (1_000_000 + phone), random), phone, Company.remark(random)));
    return 1;
  }

  private static long followUp(Http http, Company company, Random random) throws IOException {
    http.ask(
        "POST",
        "/api/customers/" + company.customer(company.skewed()) + "/follow-ups",
        key(),
        note(random));
    return 1;
  }

  private static String note(Random random) {
    return "{\"medium\":\"call\",\"occurredAt\":\"2026-01-02T03:04:05Z\",\"summary\":\"%s\"}"
        .formatted(Company.remark(random));
  }

  private static String key() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "Idempotency-Key: " + new UUID(random.nextLong(), random.nextLong()) + "\r\n";
  }

  /// Clients with a connection each.
  private abstract static class OverHttp implements Contender {
    private final String name;
    private final int port;
    private final String authorization;
    private final ConcurrentMap<Integer, Http> connections = new ConcurrentHashMap<>();

    OverHttp(String name, int port, String authorization) {
      this.name = name;
      this.port = port;
      this.authorization = authorization;
    }

    abstract long one(Http http, Random random) throws IOException;

    @Override
    public String name() {
      return name;
    }

    @Override
    public long work(int client) throws IOException {
      return one(
          connections.computeIfAbsent(client, _ -> new Http(port, authorization)),
          ThreadLocalRandom.current());
    }

    @Override
    public void close() {
      connections
          .values()
          .forEach(
              http -> {
                try {
                  http.close();
                } catch (IOException e) {
                  // It goes with its server.
                }
              });
    }
  }
}
