package custody.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.ContactId;
import custody.contract.Envelope;
import custody.contract.ErasureBasis;
import custody.contract.ErasureId;
import custody.contract.Event;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpId;
import custody.contract.Holder;
import custody.contract.ImportSource;
import custody.contract.OwnershipEvent;
import custody.contract.Personal;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import custody.store.TestStore;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Every view there is, fed by the real engine from the real store.
class ErasedTest {
  private static final String GONE = "Zwölfmarker";
  private static final String CHINESE = "欧阳无痕";
  private static final String PINYIN = "ouyangwuhen";

  @RegisterExtension static final TestDatabase database = TestDatabase.create();
  private static final TestStore store = new TestStore(database.dataSource());
  private static final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  private final RepId rep = RepId.create();
  private final UUID customer = UUID.randomUUID();
  private final UUID neighbour = UUID.randomUUID();
  private final ContactId contact = ContactId.create();

  @AfterAll
  static void close() {
    store.close();
  }

  /// All beans of this type below custody.query, those not yet thought of included.
  private static View[] views() {
    AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
    beans.registerBean(Clock.class, Clock::systemUTC);
    beans.registerBean(SubjectKeys.class, store::keys);
    beans.registerBean(StreamReader.class, () -> store.log()::streams);
    ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(beans, false);
    scanner.addIncludeFilter(
        (type, _) ->
            type.getAnnotationMetadata().hasAnnotation(Component.class.getName())
                && Set.of(type.getClassMetadata().getInterfaceNames())
                    .contains(View.class.getName()));
    scanner.scan("custody.query");
    beans.refresh();
    return beans.getBeansOfType(View.class).values().toArray(View[]::new);
  }

  @Test
  void everyViewForgetsTheErasedAndKeepsAllElse() {
    View[] views = views();
    assertThat(views).hasSizeGreaterThan(3);
    try (Projecting process = Projecting.start(database.dataSource(), store.log(), views)) {
      record(rep.value(), new RepEvent.Joined(Personal.of(GONE), "East", "t1", List.of()));
      for (UUID one : List.of(customer, neighbour)) {
        record(
            one,
            new ProfileEvent.Registered(
                ProfileEvent.Kind.PERSON,
                personal(one.equals(customer) ? GONE + CHINESE : "stays"),
                List.of(),
                new Holder.Owner(rep)));
      }
      record(customer, new ProfileEvent.ContactAdded(contact, personal(GONE)));
      record(
          customer,
          new FollowUpEvent.FollowUpRecorded(
              FollowUpId.create(),
              new FollowUpEvent.FollowUp(
                  FollowUpEvent.Medium.CALL,
                  Instant.now(),
                  rep,
                  Personal.of(GONE),
                  "reached",
                  new FollowUpEvent.NextStep(Personal.of(CHINESE), null))));
      record(customer, new OwnershipEvent.Released(rep, new Holder.Pool("north")));
      process.reach(store.log().head());
      assertThat(tablesWith(GONE)).isNotEmpty();
      assertThat(tablesWith(PINYIN)).isNotEmpty();
      Map<String, Long> before = rows();

      ErasureId erasure = ErasureId.create();
      record(customer, new PersonalDataEvent.Erased(erasure, ErasureBasis.CONSENT, null));
      record(
          rep.value(), new RepEvent.PersonalDataErased(ErasureId.create(), ErasureBasis.RETENTION));
      process.reach(store.log().head());

      for (String marker : List.of(GONE, GONE.toLowerCase(Locale.ROOT), CHINESE, PINYIN)) {
        assertThat(tablesWith(marker)).as(marker).isEmpty();
      }
      assertThat(tablesWith("stays")).isNotEmpty();
      Map<String, Long> after = rows();
      before.forEach(
          (table, rows) -> assertThat(after.get(table)).as(table).isGreaterThanOrEqualTo(rows));
      assertThat(
              jdbc.sql("SELECT removed FROM custody.erasure_step WHERE erasure = ? AND store = ?")
                  .param(erasure.value())
                  .param("view:history")
                  .query(Long.class)
                  .single())
          .isGreaterThan(4);
    }
  }

  private static Changes personal(String text) {
    return new Changes(Map.of(), Map.of("name", Personal.of(new FieldValue.Text(text))), Set.of());
  }

  private static void record(UUID stream, Event event) {
    store.append(
        stream,
        new Envelope(
            new Actor(Actor.Kind.USER, "tester"),
            Channel.API,
            event instanceof RepEvent
                    || event instanceof PersonalDataEvent
                    || event instanceof ProfileEvent.Registered
                ? null
                : Personal.of(GONE),
            null,
            UUID.randomUUID(),
            null,
            event instanceof ProfileEvent.ContactAdded
                ? new ImportSource("crm", "1", Personal.of(GONE))
                : null),
        event);
  }

  private static List<String> tables() {
    return jdbc.sql(
            """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_catalog.pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
            """)
        .query(String.class)
        .list();
  }

  /// Also as bytes: a sort key is kept so.
  private static List<String> tablesWith(String text) {
    return tables().stream()
        .filter(
            table ->
                jdbc.sql(
                        "SELECT EXISTS (SELECT FROM "
                            + table
                            + " t WHERE t::text LIKE '%' || :text || '%' OR t::text LIKE '%' ||"
                            + " encode(convert_to(:text, 'UTF8'), 'hex') || '%')")
                    .param("text", text)
                    .query(Boolean.class)
                    .single())
        .toList();
  }

  private static Map<String, Long> rows() {
    Map<String, Long> rows = new HashMap<>();
    for (String table : tables()) {
      rows.put(table, jdbc.sql("SELECT count(*) FROM " + table + " t").query(Long.class).single());
    }
    return rows;
  }
}
