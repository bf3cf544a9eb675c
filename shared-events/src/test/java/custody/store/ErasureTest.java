package custody.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.ContactId;
import custody.contract.DateId;
import custody.contract.Envelope;
import custody.contract.ErasureBasis;
import custody.contract.ErasureId;
import custody.contract.Event;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpId;
import custody.contract.Holder;
import custody.contract.ImportSource;
import custody.contract.Personal;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.Recorded;
import custody.wire.ContractJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class ErasureTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();
  static final TestStore store = new TestStore(database.dataSource());

  /// Planted in every personal place.
  private static final String MARKER = "Zwölf-客户-Marker";

  private static final Personal<String> SECRET = Personal.of(MARKER);
  private static final Changes PERSONAL =
      new Changes(
          Map.of("size", new FieldValue.Choice("open")),
          Map.of(
              "name", Personal.of(new FieldValue.Text(MARKER)),
              "mail", Personal.of(new FieldValue.Mail(MARKER + "@example.org"))),
          Set.of());
  private static final Envelope ENVELOPE =
      new Envelope(
          new Actor(Actor.Kind.USER, "importer"),
          Channel.IMPORT,
          SECRET,
          Instant.parse("2024-01-01T00:00:00Z"),
          UUID.randomUUID(),
          null,
          new ImportSource("crm", "1", SECRET));

  @TempDir Path directory;

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void noTableHoldsPersonalPlaintext() {
    UUID stream = UUID.randomUUID();
    store.append(stream, ENVELOPE, everythingPersonal());
    JdbcClient jdbc = JdbcClient.create(database.superuser());
    byte[] utf8 = MARKER.getBytes(StandardCharsets.UTF_8);
    List<String> forms =
        List.of(
            MARKER,
            "Marker",
            HexFormat.of().formatHex(utf8),
            Base64.getEncoder().encodeToString(utf8).substring(0, 16));

    List<String> tables =
        jdbc.sql(
                """
                SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
                WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
                """)
            .query(String.class)
            .list();
    assertThat(tables).contains("custody.event", "custody.data_key", "custody.claim");
    for (String table : tables) {
      for (String row :
          jdbc.sql("SELECT t::text FROM " + table + " t").query(String.class).list()) {
        assertThat(row).as(table).doesNotContain(forms);
      }
    }
    // The search would find it.
    assertThat(ContractJson.plain().writeValueAsString(everythingPersonal()[0])).contains(MARKER);
  }

  @Test
  void aDestroyedKeyLeavesErasedValuesAndEverythingElse() {
    UUID stream = UUID.randomUUID();
    UUID neighbour = UUID.randomUUID();
    List<Recorded> before = store.append(stream, ENVELOPE, everythingPersonal());
    store.append(neighbour, ENVELOPE, everythingPersonal());
    assertThat(before.toString()).contains("=personal").doesNotContain("=erased");

    assertThat(store.keys().destroy(stream)).isTrue();
    assertThat(store.keys().destroy(stream)).isFalse();

    List<Recorded> after = store.log().stream(stream);
    assertThat(after).hasSameSizeAs(before);
    assertThat(after.toString()).contains("=erased").doesNotContain("=personal");
    assertThat(after.getFirst().envelope().reason()).isEqualTo(Personal.erased());
    assertThat(((ProfileEvent.Registered) after.getFirst().event()).fields().set())
        .isEqualTo(PERSONAL.set());
    assertThat(store.all())
        .filteredOn(recorded -> recorded.stream().equals(stream))
        .isEqualTo(after);
    assertThat(store.engine().readEvents(stream.toString()).asStream())
        .extracting(message -> (Event) message.getPayload())
        .containsExactlyElementsOf(after.stream().map(Recorded::event).toList());
    assertThat(store.log().stream(neighbour).toString()).doesNotContain("=erased");
  }

  @Test
  void whatIsRecordedAfterAnErasureIsSealedAnewAndReadable() {
    UUID stream = UUID.randomUUID();
    store.append(stream, ENVELOPE, everythingPersonal()[0]);
    store.keys().destroy(stream);
    List<Recorded> stored = store.append(stream, ENVELOPE, new ProfileEvent.Amended(PERSONAL));
    assertThat(stored.getFirst().envelope().reason()).isEqualTo(Personal.erased());
    assertThat(stored.getLast().envelope().reason()).isEqualTo(SECRET);
    store.keys().destroy(stream);
    assertThat(store.log().stream(stream).getLast().envelope().reason())
        .isEqualTo(Personal.erased());
  }

  @Test
  void storingThatACustomerIsErasedErasesItWithItsContactsAndClaims() {
    UUID stream = UUID.randomUUID();
    UUID neighbour = UUID.randomUUID();
    ContactId contact = ContactId.create();
    store.append(stream, ENVELOPE, everythingPersonal());
    store.append(neighbour, ENVELOPE, everythingPersonal());
    store.append(stream, ENVELOPE, new ProfileEvent.ContactAdded(contact, PERSONAL));
    JdbcClient jdbc = JdbcClient.create(database.superuser());
    for (String kind : List.of("phone", "customer-key")) {
      jdbc.sql("INSERT INTO custody.claim VALUES (?, decode('0a', 'hex'), ?)")
          .param(kind)
          .param(stream)
          .update();
    }
    jdbc.sql("INSERT INTO custody.likeness VALUES (?, '{1}')").param(stream).update();

    ErasureId erasure = ErasureId.create();
    store.append(
        stream, ENVELOPE, new PersonalDataEvent.Erased(erasure, ErasureBasis.CONSENT, null));
    store.append(stream, ENVELOPE, new ProfileEvent.ContactAmended(contact, PERSONAL));

    List<Recorded> after = store.log().stream(stream);
    List<Recorded> erased = after.subList(0, after.size() - 2);
    assertThat(erased.toString()).contains("=erased").doesNotContain("=personal");
    assertThat(after.get(after.size() - 2).envelope().reason()).isEqualTo(SECRET);
    assertThat(after.getLast().toString()).contains("=personal").doesNotContain("=erased");
    assertThat(store.log().stream(neighbour).toString()).doesNotContain("=erased");
    assertThat(
            jdbc.sql("SELECT kind FROM custody.claim WHERE stream = ?")
                .param(stream)
                .query(String.class)
                .list())
        .containsExactly("customer-key");
    assertThat(
            jdbc.sql("SELECT count(*) FROM custody.likeness WHERE stream = ?")
                .param(stream)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void oneContactPersonIsErasedAlone() {
    UUID stream = UUID.randomUUID();
    ContactId gone = ContactId.create();
    ContactId stays = ContactId.create();
    var birthday =
        new ProfileEvent.DateSet(
            DateId.create(),
            new ProfileEvent.ImportantDate(
                "birthday",
                SECRET,
                Personal.of(LocalDate.of(1970, 1, 1)),
                ProfileEvent.Calendar.SOLAR,
                true,
                3,
                gone));
    store.append(
        stream,
        ENVELOPE,
        everythingPersonal()[0],
        new ProfileEvent.ContactAdded(gone, PERSONAL),
        new ProfileEvent.ContactAdded(stays, PERSONAL));
    store.append(stream, ENVELOPE, new ProfileEvent.ContactAmended(gone, PERSONAL), birthday);

    store.append(
        stream,
        ENVELOPE,
        new PersonalDataEvent.Erased(ErasureId.create(), ErasureBasis.CONSENT, gone));

    List<Recorded> after = store.log().stream(stream);
    for (int i : List.of(1, 3, 4)) {
      assertThat(after.get(i).toString()).contains("=erased").doesNotContain("=personal");
    }
    for (int i : List.of(0, 2, 5)) {
      assertThat(after.get(i).toString()).contains("=personal").doesNotContain("=erased");
    }
  }

  @Test
  void everyProcessForgetsADestroyedKey() throws InterruptedException {
    UUID stream = UUID.randomUUID();
    store.append(stream, ENVELOPE, everythingPersonal()[0]);
    try (TestStore another = new TestStore(database.dataSource());
        Relay _ =
            new Relay(
                database.dataSource(),
                another.signal,
                another.keys,
                another.log::head,
                List.of())) {
      assertThat(another.log().stream(stream).toString()).contains("=personal");
      assertThat(another.keys.forWriting(stream, false).generation()).isEqualTo((short) 1);
      store.keys().destroy(stream);
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (another.keys.forWriting(stream, false).generation() == 1) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        another.signal.await(Long.MAX_VALUE, Duration.ofMillis(20));
      }
    }
  }

  @Test
  void aKeyFileIsItsOwnersOnly() throws IOException {
    Path file = directory.resolve("new").resolve("master.key");
    MasterKeys.createIfMissing(file);
    String key = Files.readString(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling(""))))
        .isEqualTo("rwx------");
    MasterKeys.createIfMissing(file);
    assertThat(Files.readString(file)).isEqualTo(key);
    MasterKeys.read(file);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> MasterKeys.read(file)).hasMessageContaining("chmod 600");
  }

  @Test
  void aFormerMasterKeyStillUnwraps() {
    String next = Base64.getEncoder().encodeToString(new byte[32]);
    UUID stream = UUID.randomUUID();
    store.append(stream, ENVELOPE, everythingPersonal()[0]);

    EventRows rotated =
        new EventRows(
            database.dataSource(),
            new SubjectKeys(
                database.dataSource(), MasterKeys.parse(next + "\n" + TestDatabase.MASTER_KEY)));
    assertThat(rotated.stream(stream, 0).toString()).contains("=personal");

    EventRows without =
        new EventRows(
            database.dataSource(), new SubjectKeys(database.dataSource(), MasterKeys.parse(next)));
    assertThatThrownBy(() -> without.stream(stream, 0)).hasMessageContaining("add the former one");
  }

  @Test
  void aNewMasterKeyTakesOverWhileEverybodyWorks() throws IOException {
    try (TestDatabase own = TestDatabase.create()) {
      Path file = Files.createTempFile(directory, "master", ".key");
      Files.writeString(file, TestDatabase.MASTER_KEY);
      MasterKeys here = MasterKeys.read(file);
      MasterKeys there = MasterKeys.read(file);
      SubjectKeys keys = new SubjectKeys(own.dataSource(), here);
      keys.installationHash();
      UUID kept = UUID.randomUUID();
      UUID destroyed = UUID.randomUUID();
      try (TestStore before = new TestStore(own.dataSource())) {
        before.append(kept, ENVELOPE, everythingPersonal());
        before.append(destroyed, ENVELOPE, everythingPersonal());
        before.keys().destroy(destroyed);
      }
      String next = Base64.getEncoder().encodeToString(new byte[32]);
      Files.writeString(file, next + "\n" + TestDatabase.MASTER_KEY + "\n");

      KeyRotation rotation = new KeyRotation(own.dataSource(), here, keys);
      String former = rotation.status().configured().getLast();
      assertThat(rotation.status().dataKeys().keySet()).containsExactly(former);
      long left = rotation.left();
      assertThat(left).isEqualTo(rotation.rewrap(_ -> {})).isGreaterThan(2);
      assertThat(rotation.rewrap(_ -> {})).isZero();
      assertThat(rotation.status().dataKeys().keySet())
          .containsExactly(rotation.status().current())
          .doesNotContain(former);

      // Another process finds out by itself; the former key is needed no more.
      EventRows another = new EventRows(own.dataSource(), new SubjectKeys(own.dataSource(), there));
      assertThat(another.stream(kept, 0).toString()).contains("=personal");
      assertThat(another.stream(destroyed, 0).toString()).doesNotContain("=personal");
      MasterKeys alone = MasterKeys.parse(next);
      new SubjectKeys(own.dataSource(), alone).installationHash();
      new StoreChecks(own.dataSource(), alone).run(false);
      assertThatThrownBy(
              () ->
                  new StoreChecks(own.dataSource(), MasterKeys.parse(TestDatabase.MASTER_KEY))
                      .run(false))
          .hasMessageContaining("use the former one");
      // A file half written changes nothing.
      Files.writeString(file, "half");
      here.reload();
      assertThat(rotation.status().configured()).hasSize(2);
    }
  }

  private static Event[] everythingPersonal() {
    var followUp =
        new FollowUpEvent.FollowUp(
            FollowUpEvent.Medium.CALL,
            Instant.parse("2024-01-01T00:00:00Z"),
            null,
            SECRET,
            "reached",
            new FollowUpEvent.NextStep(SECRET, LocalDate.of(2024, 2, 1)));
    return new Event[] {
      new ProfileEvent.Registered(
          ProfileEvent.Kind.PERSON, PERSONAL, List.of(), new Holder.Pool("north")),
      new ProfileEvent.ContactAdded(ContactId.create(), PERSONAL),
      new ProfileEvent.DateSet(
          DateId.create(),
          new ProfileEvent.ImportantDate(
              "birthday",
              SECRET,
              Personal.of(LocalDate.of(1970, 1, 1)),
              ProfileEvent.Calendar.LUNAR,
              true,
              3,
              null)),
      new FollowUpEvent.FollowUpRecorded(FollowUpId.create(), followUp),
      new FollowUpEvent.FollowUpAmended(FollowUpId.create(), followUp),
      new FollowUpEvent.NextStepDone(FollowUpId.create(), SECRET)
    };
  }
}
