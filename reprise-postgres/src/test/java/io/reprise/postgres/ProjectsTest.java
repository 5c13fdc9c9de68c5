package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.StoreTables.LogEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two projects with a role each, which must not see each other. */
class ProjectsTest {
    private static final Question QUESTION = StoreContract.question("hello", TestId.NONE);
    private static final List<String> TABLES = List.of(
            "rule_set",
            "recording",
            "recording_key",
            "series",
            "lease",
            "body",
            "recording_body",
            "last_use",
            "change",
            "audit");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private String shop = "";
    private String bank = "";

    @BeforeEach
    void makeRoles() throws Exception {
        database.prepare();
        shop = database.location().schema() + "_shop";
        bank = database.location().schema() + "_bank";
        LeastPrivilegesTest.grant(database, shop, "shop");
        LeastPrivilegesTest.grant(database, bank, "bank");
    }

    @AfterEach
    void dropRoles() {
        for (String role : List.of(shop, bank)) {
            database.execute("drop owned by \"" + role + "\"; drop role \"" + role + "\"");
        }
    }

    private Store open(String role, String project) {
        return PostgresStore.open(database.locationOf(role, project), KeyRules.NONE);
    }

    private static Store.Entry record(Store store) {
        return store.append(QUESTION, "", new Exchange(QUESTION.request(), StoreContract.answer("hi")));
    }

    @Test
    void doNotSeeEachOther() throws SQLException {
        try (Store mine = open(shop, "shop");
                Store theirs = open(bank, "bank")) {
            record(mine);
            assertThat(theirs.find(QUESTION).entries()).isEmpty();
            record(theirs);
            record(theirs).noteUse();
            database.execute("insert into lease (rule_set, key, token, address, expires)"
                    + " select id, 'key', 'token', 'address', now() from rule_set where project = 'bank'");

            assertThat(mine.find(QUESTION).entries()).hasSize(1);
            assertThat(mine.index().orElseThrow().nearest(QUESTION, 8)).hasSize(1);
        }
        try (Database asShop = new Database(database.locationOf(shop, "shop"))) {
            for (String table : TABLES) {
                String theirs = switch (table) {
                    case "recording_key", "series", "lease" ->
                        "rule_set not in (select id from rule_set where project = 'shop')";
                    case "last_use" -> "recording not in (select id from recording where project = 'shop')";
                    default -> "project <> 'shop'";
                };
                assertThat(number(asShop, "select count(*) from " + table + " where " + theirs))
                        .as(table)
                        .isZero();
            }
        }
    }

    @Test
    void cannotChangeEachOther() throws SQLException {
        try (Store theirs = open(bank, "bank")) {
            record(theirs);
        }
        try (Database asShop = new Database(database.locationOf(shop, "shop"))) {
            assertThat(changed(asShop, "delete from recording")).isZero();
            assertThat(changed(asShop, "update recording set location = 'mine'"))
                    .isZero();
            assertThat(changed(asShop, "delete from band")).isZero();
            assertThat(changed(asShop, "delete from series")).isZero();
            assertThatThrownBy(() -> changed(asShop, "insert into body values ('bank', 'a', 'b')"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("does not let this user use the project 'shop'");
            assertThatThrownBy(() -> changed(asShop, "delete from audit")).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> changed(asShop, "insert into project_role values ('bank', current_user)"))
                    .isInstanceOf(StoreException.class);
        }
        try (Store theirs = open(bank, "bank")) {
            assertThat(theirs.find(QUESTION).entries()).hasSize(1);
        }
    }

    @Test
    void sayWhatIsMissingToWhoMayNotUseOne() {
        assertThatThrownBy(() -> open(shop, "bank"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(
                        "does not let this user use the project 'bank'; the owner of the tables can: insert into "
                                + database.location().schema() + ".project_role values ('bank', 'ROLE')");
    }

    @Test
    void haveALogOfWhoDidWhat() {
        try (Store mine = open(shop, "shop")) {
            Store.Entry entry = record(mine);
            mine.replace(entry, QUESTION, "", new Exchange(QUESTION.request(), StoreContract.answer("ho")));
            mine.remove(mine.find(QUESTION).entries().get(0));
        }

        try (PostgresTables tables = new PostgresTables(database.locationOf(shop, "shop"))) {
            assertThat(tables.log(10)).extracting(LogEntry::kind).containsExactly("ADDED", "REPLACED", "REMOVED");
            assertThat(tables.log(10)).extracting(LogEntry::role).containsOnly(shop);
            assertThat(tables.log(1)).extracting(LogEntry::kind).containsExactly("REMOVED");
        }
        try (PostgresTables tables = new PostgresTables(database.locationOf(bank, "bank"))) {
            assertThat(tables.log(10)).isEmpty();
        }
    }

    private static int changed(Database database, String statement) {
        return database.write("it cannot be done", connection -> {
            try (Statement change = connection.createStatement()) {
                return change.executeUpdate(statement);
            }
        });
    }

    private static long number(Database database, String query) {
        return database.read("it cannot be counted", connection -> {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery(query)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
