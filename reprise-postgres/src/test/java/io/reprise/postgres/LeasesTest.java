package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.OtherServers;
import io.reprise.core.store.OtherServers.Claim;
import io.reprise.core.store.OtherServers.Holder;
import io.reprise.core.store.OtherServers.Lease;
import io.reprise.core.store.OtherServers.Token;
import io.reprise.core.store.OtherServers.Wanted;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeasesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final List<Store> open = new ArrayList<>();
    private final Question question = StoreContract.question("hello", TestId.NONE);

    @BeforeEach
    void prepare() {
        database.prepare();
    }

    @AfterEach
    void close() {
        open.forEach(Store::close);
    }

    private Store server(Duration leaseTime) {
        return server(database.location(), leaseTime);
    }

    private Store server(PostgresLocation location, Duration leaseTime) {
        Store store = PostgresStore.open(location, KeyRules.NONE, leaseTime);
        open.add(store);
        return store;
    }

    private static OtherServers others(Store store) {
        return store.others().orElseThrow();
    }

    private static Holder holder(String name) {
        return new Holder("http://" + name, new Token(name + "-token"));
    }

    private Wanted wanted(String name, Store.Version... looked) {
        return new Wanted(question, holder(name), List.of(looked), Optional.empty());
    }

    private Wanted inPlaceOf(Holder gone, String name) {
        return new Wanted(question, holder(name), List.of(), Optional.of(gone.token()));
    }

    private static Lease held(Claim claim) {
        assertThat(claim).isInstanceOf(Claim.Held.class);
        return ((Claim.Held) claim).lease();
    }

    private Exchange answer(String text) {
        return new Exchange(question.request(), StoreContract.answer(text));
    }

    @Test
    void oneServerHoldsAQuestionAndTheOthersAreToldWho() {
        Store one = server(LONG);
        Store two = server(LONG);

        Lease lease = held(others(one).claim(wanted("one")));

        assertThat(others(two).claim(wanted("two"))).isEqualTo(new Claim.Elsewhere(holder("one")));

        lease.release();

        assertThat(lease.isReleased()).isTrue();
        held(others(two).claim(wanted("two")));
    }

    @Test
    void projectsAndRulesHaveLeasesOfTheirOwn() {
        Store one = server(LONG);
        Store other = server(database.location("other"), LONG);

        held(others(one).claim(wanted("one")));

        held(others(other).claim(wanted("two")));
    }

    @Test
    void leaseIsRenewedForAsLongAsItsServerLivesAndRunsOutAfterThat() {
        Store one = server(SHORT);
        Store two = server(SHORT);
        held(others(one).claim(wanted("one")));
        database.execute("create table seen as select expires from "
                + database.location().schema() + ".lease");

        await().atMost(PATIENCE).until(() -> {
            assertThat(others(two).claim(wanted("two"))).isInstanceOf(Claim.Elsewhere.class);
            return database.ask("select count(*) from lease, seen where lease.expires > seen.expires") == 1;
        });
        database.execute("update lease set token = 'of a server that is gone', expires = clock_timestamp()");

        await().atMost(PATIENCE).until(() -> others(two).claim(wanted("two")) instanceof Claim.Held);
    }

    @Test
    void onlyOneOfManyTakesOverFromTheSameHolder() throws Exception {
        Store one = server(LONG);
        Lease lease = held(others(one).claim(wanted("one")));
        Store two = server(LONG);

        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Claim>> claims = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Wanted wanted = inPlaceOf(holder("one"), "two-" + i);
            claims.add(threads.submit(() -> others(two).claim(wanted)));
        }
        int winners = 0;
        for (Future<Claim> claim : claims) {
            winners += claim.get() instanceof Claim.Held ? 1 : 0;
        }
        threads.shutdown();

        assertThat(winners).isEqualTo(1);
        lease.release();
        assertThat(others(one).claim(wanted("three"))).isInstanceOf(Claim.Elsewhere.class);
    }

    @Test
    void whoWasReplacedKeepsNothing() {
        Store one = server(LONG);
        Store two = server(LONG);
        Lease old = held(others(one).claim(wanted("one")));
        Lease next = held(others(two).claim(inPlaceOf(holder("one"), "two")));

        assertThatThrownBy(() -> one.under(old).append(question, "", answer("of the one that was replaced")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("another server took over this question");
        two.under(next).append(question, "", answer("of the one that took over"));

        assertThat(one.find(question).entries())
                .singleElement()
                .satisfies(entry -> assertThat(
                                entry.recording().exchange().response().chunks().toString())
                        .contains("of the one that took over"));
    }

    @Test
    void leaseThatRanOutAndThatNobodyTookStillLetsItsHolderKeep() {
        Store one = server(LONG);
        Lease lease = held(others(one).claim(wanted("one")));
        database.execute("update lease set expires = clock_timestamp() - interval '1 minute'");

        one.under(lease).append(question, "", answer("late"));

        assertThat(one.find(question).entries()).hasSize(1);
    }

    @Test
    void leaseThatACrashOfTheDatabaseLostLetsItsHolderKeepWhileNobodyElseHasAsked() {
        Store one = server(LONG);
        Lease lease = held(others(one).claim(wanted("one", one.find(question).version())));
        loseLeases();

        one.under(lease).append(question, "", answer("kept"));

        assertThat(one.find(question).entries()).hasSize(1);
        lease.release();
        assertThat(database.ask("select count(*) from lease")).isZero();
    }

    @Test
    void leaseThatACrashOfTheDatabaseLostIsOfNoUseWhenAnotherServerAsks() {
        Store one = server(LONG);
        Store two = server(LONG);
        Lease lease = held(others(one).claim(wanted("one", one.find(question).version())));
        loseLeases();
        held(others(two).claim(wanted("two")));

        assertThatThrownBy(() -> one.under(lease).append(question, "", answer("lost")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the database was restarted");
        assertThat(others(one).claim(wanted("three"))).isEqualTo(new Claim.Elsewhere(holder("two")));
    }

    @Test
    void leaseThatACrashOfTheDatabaseLostIsOfNoUseWhenAnotherServerHasKeptAnAnswer() {
        Store one = server(LONG);
        Store two = server(LONG);
        Lease lease = held(others(one).claim(wanted("one", one.find(question).version())));
        loseLeases();
        Lease next = held(others(two).claim(wanted("two")));
        two.under(next).append(question, "", answer("of the one that asked after the crash"));
        next.release();

        assertThatThrownBy(() -> one.under(lease).append(question, "", answer("lost")))
                .isInstanceOf(StoreException.class);
        assertThat(two.find(question).entries()).hasSize(1);
        assertThat(database.ask("select count(*) from lease")).isZero();
    }

    @Test
    void leaseThatACrashOfTheDatabaseLostIsSoonTakenAgain() {
        Store one = server(SHORT);
        Store two = server(LONG);
        held(others(one).claim(wanted("one", one.find(question).version())));
        loseLeases();

        await().atMost(PATIENCE).until(() -> database.ask("select count(*) from lease") == 1);

        assertThat(others(two).claim(wanted("two"))).isEqualTo(new Claim.Elsewhere(holder("one")));
    }

    /** As PostgreSQL does with unlogged tables. */
    private void loseLeases() {
        database.execute("truncate lease");
    }

    @Test
    void whoClaimsAfterTheAnswerWasKeptIsToLookAgain() {
        Store one = server(LONG);
        Store two = server(LONG);
        Store.Version before = two.find(question).version();
        Lease lease = held(others(one).claim(wanted("one")));
        one.under(lease).append(question, "", answer("kept"));
        lease.release();

        assertThat(others(two).claim(wanted("two", before))).isInstanceOf(Claim.LookAgain.class);

        assertThat(two.isCurrent(before)).isFalse();
        held(others(two).claim(wanted("two", two.find(question).version())));
    }

    @Test
    void startingOverIsSeenByTheOthersAndNotByTheOneThatSaysSo() {
        Store one = server(LONG);
        Store two = server(LONG);
        Store elsewhere = server(database.location("other"), LONG);
        List<Optional<TestId>> seen = new CopyOnWriteArrayList<>();
        List<Optional<TestId>> seenByItself = new CopyOnWriteArrayList<>();
        List<Optional<TestId>> seenElsewhere = new CopyOnWriteArrayList<>();
        Store.Watch watch = others(two).watchStarts(seen::add);
        others(one).watchStarts(seenByItself::add);
        others(elsewhere).watchStarts(seenElsewhere::add);

        others(one).startOver(Optional.of(new TestId("a test")));
        others(one).startOver(Optional.empty());

        await().atMost(PATIENCE).until(() -> seen.size() == 2);
        assertThat(seen).containsExactly(Optional.of(new TestId("a test")), Optional.empty());
        watch.close();
        others(two).startOver(Optional.empty());
        await().atMost(PATIENCE).until(() -> seenByItself.size() == 1);
        assertThat(seenElsewhere).isEmpty();
    }

    @Test
    void serverIsSeenAtAnAddress() {
        assertThat(others(server(LONG)).hostOfThisServer())
                .hasValueSatisfying(host -> assertThat(host).isIn("127.0.0.1", "[::1]"));
    }
}
