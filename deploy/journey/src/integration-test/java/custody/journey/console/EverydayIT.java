package custody.journey.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import custody.journey.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What somebody who sells does with the console all day.
@OnTheDemo
class EverydayIT {
  private final Console console;

  EverydayIT(Console console) {
    this.console = console;
  }

  /// It is alice's own: that is what the form offers her.
  private static void register(Visit visit, String name) {
    visit.open("/customers");
    visit.button("New customer").click();
    Locator asked = visit.page().getByRole(AriaRole.DIALOG);
    asked.getByLabel("Name").fill(name);
    visit.button("Register").click();
    assertThat(visit.heading()).hasText(name);
  }

  private static Locator rows(Page page) {
    return page.locator("[role=row][data-index]");
  }

  @Test
  void whoIsEnteredIsFoundByCharactersAndByPinyin() {
    try (Visit visit = console.visit("alice")) {
      register(visit, "望江门面馆");
      for (String typed : new String[] {"wangjiangmen", "wjmmg", "望江"}) {
        Page page = visit.open("/customers");
        page.keyboard().press("/");
        page.keyboard().type(typed);
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("望江门面馆");
        assertThat(page).hasURL(Pattern.compile("q="));
      }
      // The whole of a heading sorts, not only its word.
      visit
          .page()
          .getByRole(AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName("Name"))
          .click();
      assertThat(visit.page()).hasURL(Pattern.compile("sort=name"));
      visit.page().keyboard().press("Escape");
      rows(visit.page()).getByText("望江门面馆").click();
      assertThat(visit.heading()).hasText("望江门面馆");
    }
  }

  @Test
  void aFollowUpIsTwoClicksAndSeenByWhoeverLooks() {
    try (Visit visit = console.visit("alice");
        Visit other = console.visit("manager")) {
      register(visit, "闸弄口粮油");
      other.open(visit.page().url());
      assertThat(other.heading()).hasText("闸弄口粮油");

      visit.button("Record follow-up").click();
      visit.page().locator("textarea:focus").waitFor();
      visit.page().keyboard().type("下周送两箱样品");
      visit.button("Save").click();
      Locator history = visit.page().getByRole(AriaRole.TABPANEL);
      assertThat(history).containsText("下周送两箱样品");
      // Nobody has loaded the other window anew; what is new is announced, and does not jump.
      other.button("1 new entry").click();
      assertThat(other.page().getByRole(AriaRole.TABPANEL)).containsText("下周送两箱样品");

      // The form asks the same as the dialog: what is typed while it closes would be typed there.
      assertThat(visit.page().getByRole(AriaRole.DIALOG)).isHidden();
      history.getByLabel("Change the follow-up").first().click();
      asked(visit.page(), "What was said").fill("下周送三箱样品");
      asked(visit.page(), "Next step").fill("送样品");
      done(visit.page());
      assertThat(history).containsText("下周送三箱样品");
      assertThat(history).containsText("送样品");
    }
  }

  @Test
  void whoWaitsInAPoolIsClaimed() {
    Answer waiting =
        console
            .program()
            .post(
                "/api/customers",
                "{\"kind\":\"outlet\",\"holder\":{\"pool\":\"华东公海\"},"
                    + "\"fields\":{\"name\":\"四季青快餐\"}}")
            .expect(201);
    // Until the views know.
    console.program().get("/api/customers/" + waiting.id() + "?atLeast=1").expect(200);
    try (Visit visit = console.visit("alice")) {
      Page page = visit.open("/pool?pool=华东公海");
      visit.button("Claim 四季青快餐").click();
      assertThat(page.getByText("It is yours.")).isVisible();
      visit.button("Open").click();
      assertThat(visit.heading()).hasText("四季青快餐");
      Locator head =
          page.locator("header").filter(new Locator.FilterOptions().setHas(visit.heading()));
      assertThat(head).containsText("刘洋");
    }
  }

  @Test
  void aRuleIsTriedSetAndWithdrawn() {
    try (Visit visit = console.visit("alice")) {
      Page page = visit.open("/rules/new?kind=first-contact");
      visit.field("Name").fill("三百天内首次联系");
      visit.field("Within (days)").fill("300");
      visit.button("Try it on today’s data").click();
      assertThat(page.getByText("Nothing was recorded.")).isVisible();
      visit.field("Why").fill("试一试");
      visit.button("Set the rule").click();
      assertThat(visit.heading()).hasText("三百天内首次联系");
      visit.button("Withdraw").click();
      Locator dialog = page.getByRole(AriaRole.DIALOG);
      dialog.getByLabel("Why").fill("试过了");
      dialog.getByRole(AriaRole.BUTTON).last().click();
      assertThat(page.getByText("This rule was withdrawn.")).isVisible();
    }
  }

  @Test
  void whatAPoolAllowsIsARuleOfItsOwn() {
    try (Visit visit = console.visit("alice")) {
      Page page = visit.open("/rules/new?kind=pool-limits");
      visit.field("Name").fill("未分配试行");
      visit.choose("Pools", "unassigned");
      page.keyboard().press("Escape");
      visit.field("Claims a day (at most)").fill("7");
      visit.button("Try it on today’s data").click();
      assertThat(page.getByText("Nothing was recorded.")).isVisible();
      visit.field("Why").fill("试一试");
      visit.button("Set the rule").click();
      assertThat(visit.heading()).hasText("未分配试行");
      visit.field("Claims a day (at most)").fill("6");
      visit.field("Why").fill("少一些");
      visit.button("Change the rule").click();
      assertThat(page.getByText("少一些")).isVisible();
      visit.screenshot("rule-of-limits");
      // The page of the pools says the same.
      visit.open("/pool?pool=unassigned");
      assertThat(page.getByText(" of 6").first()).isVisible();
    }
  }

  @Test
  void whatIsTypedOutlivesTheConnectionAndTheSession() {
    try (Visit visit = console.visit("alice")) {
      register(visit, "笕桥豆制品");
      Page page = visit.page();
      visit.button("Record follow-up").click();
      page.locator("textarea:focus").waitFor();
      page.keyboard().type("断网时写的");
      visit.context().setOffline(true);
      visit.button("Save").click();
      assertThat(page.getByText("The service cannot be reached")).isVisible();
      visit.context().setOffline(false);
      assertThat(page.locator("textarea").first()).hasValue("断网时写的");

      visit.context().clearCookies();
      visit.button("Save").click();
      signInAgain(page);
      assertThat(page.getByRole(AriaRole.TABPANEL)).containsText("断网时写的");
    }
  }

  @Test
  void rowsOfTheGridAndStepsOfAWizardOutliveThemToo() {
    try (Visit visit = console.visit("alice")) {
      Page page = visit.open("/customers/enter");
      page.getByRole(AriaRole.GRID).locator("input").first().click();
      page.keyboard().type("断网录入的粮油店");
      visit.context().setOffline(true);
      page.keyboard().press("Control+Enter");
      assertThat(page.getByText("The service cannot be reached")).isVisible();
      assertThat(page.getByRole(AriaRole.GRID).locator("input").first()).hasValue("断网录入的粮油店");
      visit.context().setOffline(false);
      visit.button("Try again").first().click();
      assertThat(page.getByText("1 customer registered").first()).isVisible();

      visit.open("/import");
      page.locator("input[type=file]")
          .first()
          .setInputFiles(
              new FilePayload(
                  "rows.csv", "text/csv", "名称,等级\n断网导入的面馆,A\n".getBytes(StandardCharsets.UTF_8)));
      visit.field("Source system").fill("before-the-cut");
      visit.context().setOffline(true);
      visit.button("Rehearse").click();
      assertThat(page.getByText("The service cannot be reached")).isVisible();
      visit.context().setOffline(false);
      visit.context().clearCookies();
      visit.button("Rehearse").click();
      signInAgain(page);
      assertThat(visit.button("Import now")).isVisible();
      assertThat(visit.field("Source system")).hasValue("before-the-cut");
    }
  }

  private void signInAgain(Page page) {
    page.getByLabel("User name").fill("alice");
    page.getByLabel("Password").first().fill(console.password("alice"));
    page.keyboard().press("Enter");
  }

  @Test
  void whatIsDueIsPutOffAndBroughtBackWhereItStands() {
    try (Visit visit = console.visit("alice")) {
      Page page = visit.open("/today?view=mine");
      Locator step = page.getByText("下次带新品样品");
      assertThat(step).isVisible();
      page.getByLabel("Put off: Next step, 龙井人家茶楼").click();
      page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Tomorrow")).click();
      assertThat(step).isHidden();
      visit.button("Bring back").click();
      assertThat(step).isVisible();
    }
  }

  @Test
  void whatHappensToACustomerIsSaidInItsDialogs() {
    try (Visit visit = console.visit("alice")) {
      register(visit, "采荷小吃店");
      Page page = visit.page();
      Locator history = page.getByRole(AriaRole.TABPANEL);

      act(visit, "Raise a complaint");
      asked(page, "What happened").fill("一箱破损");
      done(page);
      assertThat(history).containsText("一箱破损");

      visit.button("Add a contact").click();
      asked(page, "Name").fill("沈建国");
      done(page);
      assertThat(history).containsText("沈建国");

      visit.button("Note an important date").click();
      asked(page, "Day").fill("1980-05-01");
      done(page);
      assertThat(history).containsText("Birthday");

      act(visit, "Let someone stand in");
      choose(page, "Who stands in", "李娜");
      asked(page, "Until").fill("2099-01-31T09:00");
      asked(page, "Why").fill("产假");
      done(page);
      assertThat(history).containsText("产假");

      act(visit, "Record as lost");
      choose(page, "Why", "price");
      asked(page, "Yearly cost").fill("12000");
      done(page);
      act(visit, "Won back");
      done(page);

      Locator complaint =
          history.locator("li", new Locator.LocatorOptions().setHasText("一箱破损")).first();
      complaint.getByLabel("Correct: this was recorded wrongly").first().click();
      asked(page, "Why").fill("是别家的投诉");
      done(page);
      assertThat(history).containsText("是别家的投诉");

      visit.button("Move").click();
      choose(page, "New owner", "李娜");
      asked(page, "Why").fill("调整片区");
      done(page);
      assertThat(history).containsText("调整片区");
      visit.screenshot("customer-moved");
    }
  }

  @Test
  void whoWasEnteredTwiceIsMergedOnceBothWereSeenAndComesBack() {
    try (Visit visit = console.visit("alice")) {
      register(visit, "城站糕团老店");
      Page page = visit.page();
      act(visit, "Merge a duplicate");
      asked(page, "The entry that stays").fill("longjing");
      page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("龙井人家茶楼")).click();
      asked(page, "Why").fill("同一家店");
      assertThat(page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.TABLE)).containsText("刘洋");
      visit.screenshot("merge");
      visit.assertAccessible();
      done(page);

      Locator merged =
          page.getByRole(AriaRole.NOTE)
              .filter(new Locator.FilterOptions().setHasText("Merged into"));
      merged.getByRole(AriaRole.LINK).click();
      assertThat(visit.heading()).hasText("龙井人家茶楼");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("城站糕团老店")).click();
      assertThat(visit.heading()).hasText("城站糕团老店");
      visit.button("Revert the merge").click();
      asked(page, "Why").fill("是两家");
      done(page);
      assertThat(merged).isHidden();
    }
  }

  /// What the dialog asks for; the mark of what is required is part of a label.
  private static Locator asked(Page page, String label) {
    return page.getByRole(AriaRole.DIALOG).getByLabel(Pattern.compile("^" + label)).first();
  }

  private static void choose(Page page, String label, String option) {
    asked(page, label).click();
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(option)).first().click();
  }

  private static void done(Page page) {
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    dialog.locator("button[type=submit]").click();
    assertThat(dialog).isHidden();
  }

  private static void act(Visit visit, String what) {
    visit.button("More to do").click();
    visit.page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(what)).click();
  }

  @Test
  void theKeyboardIsEnough() {
    try (Visit visit = console.stranger(Window.WIDE)) {
      Page page = visit.open("/");
      tabTo(page, "User name");
      page.keyboard().type("rep");
      page.keyboard().press("Tab");
      page.keyboard().type(console.password("rep"));
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.NAVIGATION)).isVisible();
      tabTo(page, "Customers");
      page.keyboard().press("Enter");
      assertThat(rows(page).first()).isVisible();
      page.keyboard().press("/");
      page.keyboard().type("shekou");
      assertThat(rows(page)).hasCount(1);
      tabTo(page, "蛇口海鲜坊");
      page.keyboard().press("Enter");
      assertThat(visit.heading()).hasText("蛇口海鲜坊");
      tabTo(page, "Record follow-up");
      page.keyboard().press("Enter");
      assertThat(page.getByPlaceholder("What was said, asked, agreed?")).isFocused();
      page.keyboard().type("用键盘记下的拜访");
      page.keyboard().press("Control+Enter");
      assertThat(page.getByRole(AriaRole.TABPANEL)).containsText("用键盘记下的拜访");
      assertThat(visit.button("Record follow-up")).isFocused();
      tabTo(page, "The moment looked at");
      page.keyboard().press("Home");
      assertThat(visit.button("Back to now")).isVisible();
      tabTo(page, "Back to now");
      page.keyboard().press("Enter");
      assertThat(visit.button("Back to now")).isHidden();

      // The profile follows a moment later; who tabs at once would be past it.
      assertThat(visit.button("Add a contact")).isVisible();
      tabTo(page, "Add a contact");
      page.keyboard().press("Enter");
      assertThat(asked(page, "Name")).isFocused();
      page.keyboard().press("Escape");
      assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
      assertThat(visit.button("Add a contact")).isFocused();

      visit.open("/customers");
      tabTo(page, "Enter many");
      page.keyboard().press("Enter");
      assertThat(visit.heading()).hasText("Enter customers");
      page.locator("[role=grid] input:focus").waitFor();
      page.keyboard().type("用键盘录入的面馆");
      page.keyboard().press("Control+Enter");
      assertThat(page.getByText("1 customer registered").first()).isVisible();
    }
  }

  @Test
  void onASlowLineSomethingIsShownAndOnceIsEnough() {
    try (Visit visit = console.visit("alice")) {
      register(visit, "景芳早点铺");
      Page page = visit.page();
      List<String> sent = new CopyOnWriteArrayList<>();
      page.onRequest(
          request -> {
            if (request.url().endsWith("/follow-ups")) {
              sent.add(request.url());
            }
          });
      visit.onASlowLine();
      visit.button("Record follow-up").click();
      page.locator("textarea:focus").waitFor();
      page.keyboard().type("慢网络下记的跟进");
      for (int i = 0; i < 3; i++) {
        page.keyboard().press("Control+Enter");
      }
      assertThat(visit.button("Save")).hasAttribute("data-loading", "true");
      assertThat(page.getByRole(AriaRole.TABPANEL)).containsText("慢网络下记的跟进");
      org.assertj.core.api.Assertions.assertThat(sent).hasSize(1);

      visit.link("Pool").click();
      assertThat(page.locator("main [data-on=true]")).hasCount(1);
      assertThat(visit.heading()).hasText("Pool");
    }
  }

  /// As a person would, and no farther than a person has patience for.
  private static void tabTo(Page page, String name) {
    StringBuilder passed = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      page.keyboard().press("Tab");
      String at =
          (String)
              page.evaluate(
                  """
                  () => {
                    const it = document.activeElement
                    return (it.ariaLabel ?? it.labels?.[0]?.textContent ?? it.textContent).trim()
                  }\
                  """);
      if (at.startsWith(name)) {
        return;
      }
      passed.append(at, 0, Math.min(20, at.length())).append(" | ");
    }
    throw new AssertionError("no way by the keyboard to " + name + ", but to " + passed);
  }
}
