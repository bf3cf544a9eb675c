package custody.standalone.demo;

import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.Personal;
import custody.contract.RepId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// What the demo's reps wrote down.
final class DemoTexts {
  private record Note(
      Medium medium,
      String zh,
      String en,
      String outcome,
      @Nullable String zhNext,
      String enNext) {}

  private static final List<Note> NOTES =
      List.of(
          new Note(
              Medium.VISIT,
              "拜访店面，货架整齐，库存约两周用量。",
              "Visited: shelves in order, stock for about two weeks.",
              "reached",
              "下次带新品样品",
              "Bring samples of the new product"),
          new Note(
              Medium.CALL,
              "电话确认本月订单，比上月增加两成。",
              "Confirmed this month's order by phone, a fifth more than last month.",
              "order",
              null,
              ""),
          new Note(Medium.CALL, "电话无人接听。", "No answer.", "no-answer", "改天再打", "Try again"),
          new Note(
              Medium.MESSAGE,
              "微信发送报价单，对方表示要和老板商量。",
              "Sent the price list; they want to ask the owner.",
              "reached",
              "三天后询问报价结果",
              "Ask about the price list"),
          new Note(
              Medium.MEETING,
              "与采购一起核对全年用量，谈妥返点比例。",
              "Went through the year's volumes and agreed on the rebate.",
              "reached",
              "把返点写进合同",
              "Put the rebate into the contract"),
          new Note(
              Medium.MAIL,
              "邮件发送检测报告和资质文件。",
              "Mailed the test reports and certificates.",
              "reached",
              null,
              ""),
          new Note(
              Medium.VISIT,
              "客户反映一箱酱料漏液，已拍照登记。",
              "One case of sauce had leaked; photographed and reported.",
              "complaint",
              "安排换货",
              "Arrange the replacement"));

  /// What was promised of late, in two languages.
  private static final List<String[]> PROMISES =
      List.of(
          new String[] {"确认周四的到货时间", "Confirm Thursday's delivery"},
          new String[] {"带合同去签字", "Bring the contract to be signed"},
          new String[] {"回复大包装的价格", "Answer about the price of the large pack"},
          new String[] {"约老板试新品", "Arrange a tasting with the owner"});

  private DemoTexts() {}

  static boolean isChinese(String text) {
    return text.codePoints().anyMatch(Character::isIdeographic);
  }

  /// Two of three with a promise, which can be told from those of the years before.
  static FollowUp lately(Random random, boolean chinese, Instant at, RepId rep, LocalDate day) {
    FollowUp usual = followUp(random, chinese, at, rep, day);
    String[] promise = PROMISES.get(random.nextInt(PROMISES.size()));
    NextStep next =
        random.nextInt(3) == 0
            ? null
            : new NextStep(
                Personal.of(promise[chinese ? 0 : 1]), day.plusDays(2 + random.nextInt(9)));
    return new FollowUp(usual.medium(), at, rep, usual.summary(), usual.outcome(), next);
  }

  static FollowUp followUp(Random random, boolean chinese, Instant at, RepId rep, LocalDate day) {
    Note note = NOTES.get(random.nextInt(NOTES.size()));
    NextStep next =
        note.zhNext() == null
            ? null
            : new NextStep(
                Personal.of(chinese ? note.zhNext() : note.enNext()),
                day.plusDays(3 + random.nextInt(12)));
    return new FollowUp(
        note.medium(), at, rep, Personal.of(chinese ? note.zh() : note.en()), note.outcome(), next);
  }

  /// The rows below the heading.
  static List<String[]> table(String file) {
    try (InputStream csv =
        Objects.requireNonNull(DemoTexts.class.getResourceAsStream("/demo/" + file))) {
      return new String(csv.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
