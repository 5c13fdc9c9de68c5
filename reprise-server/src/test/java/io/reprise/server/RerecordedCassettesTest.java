package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Cassettes;
import io.reprise.core.ChangedIds;
import io.reprise.core.Corpora;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real conversations, recorded, replayed, and recorded again on another day, when all ids, times and state are others. One half of them, which chance
 * decides, or all with the system property {@code corpora.all}.
 */
@Tag(Corpora.TAG)
class RerecordedCassettesTest {
    private static final long SEED = Long.getLong("seed", new Random().nextLong());
    private static final long HALF = Math.floorMod(SEED, 2);
    private static final Pattern NUMBER = Pattern.compile("(?i)\r\nx-exchange: (\\d+)\r\n");

    /** Hosts whose ids and times are facts, the same on each day: an index of packages. */
    private static final Set<String> FACTS = Set.of("pypi.org");

    /** An exchange of a cassette, as it is asked and answered today. */
    private record Turn(String test, String host, Exchange exchange, Set<ChangedIds.Change> changes) {
        Request request() {
            return exchange.request();
        }

        Response response() {
            return exchange.response();
        }

        @Override
        public String toString() {
            return test + ": " + request().method() + " " + host + request().path();
        }
    }

    /** What a client got. */
    private record Answer(int status, Bytes body) {}

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    @Test
    void noFileChangesAndEverythingIsReplayed() throws Exception {
        System.out.println("corpora: seed " + SEED + "L of the new ids");
        Cassettes cassettes = Cassettes.read();
        List<Turn> originals = originals(cassettes);
        List<Turn> others = others(cassettes, SEED);

        Set<Integer> kept = recorded(originals);
        Map<String, Bytes> files = files();
        List<String> wrongAtOnce = replayed(originals, kept);
        List<String> lost = new ArrayList<>();
        recordAgain(others, kept, lost);
        Map<String, Bytes> filesAfter = files();
        List<String> wrong = replayed(originals, kept);

        Set<String> changed = changed(files, filesAfter);
        Corpora.tried(
                originals.size(),
                kept.size() + " kept, " + wrongAtOnce.size() + " replayed wrong at once, " + lost.size()
                        + " not found under new ids, " + changed.size() + " files changed, " + wrong.size()
                        + " replayed wrong after that");
        Stream.of(wrongAtOnce, lost)
                .flatMap(List::stream)
                .forEach(line -> System.out.println("  wrong or lost: " + line));
        explain(changed, filesAfter, others);
        assertThat(wrongAtOnce).isEmpty();
        assertThat(wrong).isEmpty();
        assertThat(lost).isEmpty();
        assertThat(changed).isEmpty();
    }

    @Test
    void conversationsWithFreshIdsAreReplayedWhole() throws Exception {
        Cassettes cassettes = Cassettes.read();
        List<Turn> originals = originals(cassettes);
        Set<Integer> kept = recorded(originals);
        fixture.cache(new CacheSettings(CacheSettings.Ids.FRESH, 64 << 20));

        List<String> lost = new ArrayList<>();
        int carried = 0;
        Map<String, ChangedIds> ids = new TreeMap<>();
        try (RepriseServer server = serve(Mode.REPLAY, List.of())) {
            for (int i : new java.util.TreeSet<>(kept)) {
                Turn turn = originals.get(i);
                ChangedIds known = ids.computeIfAbsent(turn.test(), test -> new ChangedIds(0));
                Request request = known.request(turn.request());
                carried += request.equals(turn.request()) ? 0 : 1;
                Answer answer = ask(
                        server,
                        new Turn(turn.test(), turn.host(), new Exchange(request, turn.response()), Set.of()),
                        i);
                if (answer.status() != turn.response().status()) {
                    lost.add(turn.toString());
                }
                known.learn(turn.response(), answer.body());
            }
        }

        Corpora.tried(
                kept.size(),
                "seed " + SEED + "L: replayed with fresh ids, " + carried + " of them carried new ids; not found: "
                        + lost.size() + " " + lost);
        assertThat(lost).isEmpty();
    }

    private static List<Cassettes.Cassette> chosen(Cassettes cassettes) {
        return cassettes.files().stream()
                .filter(cassette -> Boolean.getBoolean("corpora.all")
                        || Math.floorMod(cassette.file().hashCode(), 2) == HALF)
                .toList();
    }

    private static List<Turn> originals(Cassettes cassettes) {
        List<Turn> turns = new ArrayList<>();
        for (Cassettes.Cassette cassette : chosen(cassettes)) {
            cassette.exchanges().stream()
                    .filter(each -> !FACTS.contains(each.host()))
                    .forEach(each -> turns.add(new Turn(cassette.file(), each.host(), each.exchange(), Set.of())));
        }
        return turns;
    }

    private static List<Turn> others(Cassettes cassettes, long seed) {
        List<Turn> turns = new ArrayList<>();
        for (Cassettes.Cassette cassette : chosen(cassettes)) {
            ChangedIds ids = new ChangedIds(seed + cassette.file().hashCode());
            for (Cassettes.Recorded each : cassette.exchanges()) {
                if (FACTS.contains(each.host())) {
                    continue;
                }
                Set<ChangedIds.Change> changes = new HashSet<>();
                Request request = ids.request(each.request());
                boolean isModelList = ApiFamilies.of(request).isModelList();
                Response response = isModelList ? each.response() : ids.response(each.response(), changes);
                turns.add(new Turn(cassette.file(), each.host(), new Exchange(request, response), changes));
            }
        }
        return turns;
    }

    /** The numbers of those that are kept. */
    private Set<Integer> recorded(List<Turn> turns) throws Exception {
        Set<Integer> kept = new HashSet<>();
        try (RepriseServer server = serve(Mode.RECORD, turns)) {
            long before = count();
            for (int i = 0; i < turns.size(); i++) {
                Answer answer = ask(server, turns.get(i), i);
                assertThat(answer.status())
                        .as("%s", turns.get(i))
                        .isEqualTo(turns.get(i).response().status());
                long after = count();
                if (after > before) {
                    kept.add(i);
                }
                before = after;
            }
        }
        return kept;
    }

    private List<String> replayed(List<Turn> turns, Set<Integer> kept) throws Exception {
        List<String> wrong = new ArrayList<>();
        try (RepriseServer server = serve(Mode.REPLAY, List.of())) {
            for (int i = 0; i < turns.size(); i++) {
                if (kept.contains(i)) {
                    Turn turn = turns.get(i);
                    Answer expected = new Answer(turn.response().status(), bodyOf(turn));
                    if (!ask(server, turn, i).equals(expected)) {
                        wrong.add(turn.toString());
                    }
                }
            }
        }
        return wrong;
    }

    private void recordAgain(List<Turn> turns, Set<Integer> kept, List<String> lost) throws Exception {
        try (RepriseServer server = serve(Mode.RECORD, turns)) {
            for (int i = 0; i < turns.size(); i++) {
                ask(server, turns.get(i), i);
            }
            for (int i = 0; i < turns.size(); i++) {
                Answer answer = ask(server, turns.get(i), i, "X-Reprise-Mode", "replay");
                if (kept.contains(i)
                        && answer.status() != turns.get(i).response().status()) {
                    lost.add(turns.get(i).toString());
                }
            }
        }
    }

    private RepriseServer serve(Mode mode, List<Turn> turns) throws IOException {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            Matcher number = NUMBER.matcher(request);
            assertThat(number.find()).isTrue();
            answer(turns.get(Integer.parseInt(number.group(1))), out);
        });
        return fixture.serve(
                mode,
                ReplaySettings.DEFAULT,
                new DirectoryStore(directory, KeyRules.NONE),
                KeyRules.NONE,
                mode == Mode.REPLAY ? new FakeUpstream[0] : new FakeUpstream[] {upstream});
    }

    private static Bytes bodyOf(Turn turn) {
        return Response.mayHaveBody(turn.request().method(), turn.response().status())
                ? turn.response().body()
                : Bytes.EMPTY;
    }

    private static void answer(Turn turn, OutputStream out) throws IOException {
        Bytes body = bodyOf(turn);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + turn.response().status() + " x\r\nconnection: close\r\n");
        turn.response().headers().fields().forEach(field -> head.append(field.name() + ": " + field.value() + "\r\n"));
        if (Response.mayHaveBody(turn.response().status())) {
            head.append("content-length: " + body.size() + "\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body.toArray());
    }

    private Answer ask(RepriseServer server, Turn turn, int number, String... headers) throws Exception {
        Request request = turn.request();
        String target = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
        HttpRequest.Builder asked = HttpRequest.newBuilder(URI.create(
                        ServerFixture.url(server) + target.replaceAll("[<>|\"^`{}\\\\ ]|%(?![0-9a-fA-F]{2})", "_")))
                .timeout(Duration.ofSeconds(30))
                .method(
                        request.method(),
                        HttpRequest.BodyPublishers.ofByteArray(request.body().toArray()))
                .header("X-Exchange", String.valueOf(number))
                .header("X-Reprise-Test", URLEncoder.encode(turn.test(), StandardCharsets.UTF_8));
        request.headers().first("content-type").ifPresent(type -> asked.header("content-type", type));
        for (int i = 0; i < headers.length; i += 2) {
            asked.header(headers[i], headers[i + 1]);
        }
        HttpResponse<byte[]> answer = client.send(asked.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(answer.statusCode(), Bytes.owning(answer.body()));
    }

    private long count() throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(path -> path.toString().endsWith(".json")).count();
        }
    }

    private Map<String, Bytes> files() throws IOException {
        Map<String, Bytes> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file :
                    found.filter(path -> path.toString().endsWith(".json")).toList()) {
                files.put(directory.relativize(file).toString(), Bytes.owning(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private static Set<String> changed(Map<String, Bytes> before, Map<String, Bytes> after) {
        Set<String> changed = new java.util.TreeSet<>();
        before.forEach((file, bytes) -> {
            if (!bytes.equals(after.get(file))) {
                changed.add(file);
            }
        });
        after.keySet().stream().filter(file -> !before.containsKey(file)).forEach(changed::add);
        return changed;
    }

    /** Prints which members of which hosts have changed, and their families do not know so. */
    private static void explain(Set<String> changed, Map<String, Bytes> after, List<Turn> turns) {
        Map<String, Integer> unknown = new TreeMap<>();
        for (Turn turn : turns) {
            ApiFamily family = ApiFamilies.of(turn.request());
            turn.changes().stream()
                    .filter(change -> family.volatility(change.path(), change.name(), change.value())
                            .isEmpty())
                    .forEach(change -> unknown.merge(
                            turn.host() + " [" + family.name() + "] " + change.path() + "." + change.name(),
                            1,
                            Integer::sum));
        }
        unknown.forEach((member, count) -> System.out.println("  unknown: " + count + " " + member));
        changed.forEach(file -> System.out.println("  " + (after.containsKey(file) ? "changed: " : "gone: ") + file));
    }
}
