package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.Streams;
import io.reprise.cli.terminal.Terminal;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.housekeeping.StoreLint;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.core.store.housekeeping.StoreLint.Severity;
import io.reprise.core.store.housekeeping.StoreScrub;
import io.reprise.formats.Format;
import io.reprise.formats.Formats;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All programs that write into stores, sources and targets. */
final class CrashScenes {
    static final Map<String, CrashScene> ALL = all();

    private static final int THREADS = 3;
    private static final int QUESTIONS = 12;
    private static final int FILES = 40;
    private static final String RECORDINGS = "recordings";
    private static final Pattern NUMBERED = Pattern.compile("answer (\\d+) of (\\d+)");

    private CrashScenes() {}

    private static Map<String, CrashScene> all() {
        Map<String, CrashScene> scenes = new LinkedHashMap<>();
        scenes.put("record", new Recording(CrashScenes::directoryStore, false));
        scenes.put("record-bodies", new Recording(CrashScenes::directoryStore, true));
        scenes.put("record-occurrences", new Occurrences());
        scenes.put("record-llama-stack", new Recording(CrashScenes::llamaStackStore, false));
        scenes.put("import", new Importing());
        scenes.put("export", new Exporting());
        scenes.put("rename", new Renaming());
        scenes.put("scrub", new Scrubbing());
        return scenes;
    }

    private static Store directoryStore(Path directory) {
        return new DirectoryStore(directory.resolve(RECORDINGS), KeyRules.NONE);
    }

    /** Of a format, in a directory that may be empty. */
    private static Store llamaStackStore(Path directory) {
        try {
            Path root = Files.createDirectories(directory.resolve(RECORDINGS));
            Path seed = root.resolve("recordings/seed.json");
            if (!Files.exists(seed)) {
                Files.createDirectories(seed.getParent());
                Files.writeString(
                        seed,
                        "{\"test_id\": null, \"request\": {\"method\": \"POST\", \"url\": \"http://h/v1/x\"}, \"response\": {}}");
            }
            return Formats.installed()
                    .store(root, new Format.InPlace(KeyRules.NONE, Map.of(), warning -> {}))
                    .orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Question question(int number) {
        return KeyRules.NONE.question(request("question " + number), new TestId(number % 2 == 0 ? "" : "a::test"));
    }

    private static Request request(String words) {
        return Request.post(
                "/v1/chat/completions",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}");
    }

    private static String body(String text) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + text + "\"},\"finish_reason\":\"stop\"}]}";
    }

    /** The count and the question in an answer. */
    private static int count(Store.Entry entry, int number, String what) {
        String said = entry.recording().exchange().response().body().latin1();
        Matcher matcher = NUMBERED.matcher(said);
        assertThat(matcher.find()).as(what).isTrue();
        assertThat(Integer.parseInt(matcher.group(2))).as(what).isEqualTo(number);
        return Integer.parseInt(matcher.group(1));
    }

    private static List<Finding> lint(Path root) {
        List<Finding> findings = new ArrayList<>();
        new StoreLint(root, KeyRules.NONE, Remedy.REPORT_ONLY, Redaction.DEFAULT).check(findings::add);
        findings.removeIf(finding -> finding.severity() == Severity.NOTE); // bodies that a kill has left
        return findings;
    }

    private static int run(Path directory, String... arguments) {
        return Main.run(
                new ProcessEnvironment(
                        new Streams(InputStream.nullInputStream(), System.err, System.err),
                        Map.of(),
                        directory,
                        new Terminal(Map.of(), false, false)),
                arguments);
    }

    /** Several threads keep answers, each to its own questions, one instead of the other; a question has always its last one. */
    private record Recording(Function<Path, Store> open, boolean haveBodies) implements CrashScene {
        @Override
        public void write(Path directory, long seed, Acknowledgements acknowledged) throws Exception {
            try (Store store = open.apply(directory)) {
                RecordingKeeper keeper = new RecordingKeeper(store);
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    int thread = i;
                    threads.add(new Thread(() -> write(keeper, thread, seed, acknowledged)));
                }
                threads.forEach(Thread::start);
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }

        private void write(RecordingKeeper keeper, int thread, long seed, Acknowledgements acknowledged) {
            Random random = new Random(seed + thread);
            for (int count = (int) (seed % 1_000_000) * 1_000; ; count++) {
                int number = THREADS * random.nextInt(QUESTIONS / THREADS) + thread;
                Question question = question(number);
                keeper.keep(
                        question,
                        "",
                        new Exchange(question.request(), answer(count, number, random)),
                        new Position.First());
                acknowledged.add(count + " " + number);
            }
        }

        private Response answer(int count, int number, Random random) {
            String text = "answer " + count + " of " + number + " ";
            if (!haveBodies) {
                return Response.whole(
                        200, "application/json", Bytes.utf8(body(text + "x".repeat(random.nextInt(20_000)))));
            }
            byte[] noise = new byte[70_000 + random.nextInt(10_000)];
            random.nextBytes(noise);
            return Response.whole(200, "audio/mpeg", Bytes.concat(List.of(Bytes.utf8(text), Bytes.owning(noise))));
        }

        @Override
        public void check(Path directory, List<String> acknowledged, String what) {
            Map<Integer, Integer> last = new LinkedHashMap<>();
            acknowledged.stream()
                    .map(said -> said.split(" ", -1))
                    .forEach(said -> last.merge(Integer.valueOf(said[1]), Integer.valueOf(said[0]), Math::max));
            try (Store store = open.apply(directory)) {
                last.forEach((number, count) -> {
                    List<Store.Entry> found = store.find(question(number)).entries();
                    assertThat(found).as(what).hasSize(1);
                    assertThat(count(found.get(0), number, what)).as(what).isGreaterThanOrEqualTo(count);
                });
                store.forEach(entry -> {}, broken -> {
                    throw new AssertionError(what, broken);
                });
            }
        }
    }

    /** Threads append answers to a question each; there is no gap, and no double. */
    private static final class Occurrences implements CrashScene {
        @Override
        public void write(Path directory, long seed, Acknowledgements acknowledged) throws Exception {
            try (Store store = directoryStore(directory)) {
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Question question = question(i);
                    int number = i;
                    threads.add(new Thread(() -> {
                        for (int count = 1 + store.series(question, "").size(); ; count++) {
                            Response answer = Response.whole(
                                    200, "application/json", Bytes.utf8(body("answer " + count + " of " + number)));
                            store.append(question, "", new Exchange(question.request(), answer));
                            acknowledged.add(count + " " + number);
                        }
                    }));
                }
                threads.forEach(Thread::start);
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }

        @Override
        public void check(Path directory, List<String> acknowledged, String what) {
            assertThat(lint(directory.resolve(RECORDINGS))).as(what).isEmpty();
            Map<Integer, Integer> counts = new LinkedHashMap<>();
            acknowledged.forEach(said -> counts.merge(Integer.valueOf(said.split(" ", -1)[1]), 1, Integer::sum));
            try (Store store = directoryStore(directory)) {
                counts.forEach((number, count) -> {
                    List<Store.Entry> found = store.find(question(number)).entries();
                    assertThat(found.size()).as(what).isGreaterThanOrEqualTo(count);
                    for (int i = 0; i < found.size(); i++) {
                        assertThat(count(found.get(i), number, what)).as(what).isEqualTo(i + 1);
                    }
                });
            }
        }
    }

    /** Imports two sources by turns, which answer the same questions differently. */
    private static final class Importing implements CrashScene {
        @Override
        public Moment moment(Random random) {
            return Moment.withinRound(random);
        }

        @Override
        public void prepare(Path directory) throws IOException {
            for (int source = 0; source < 2; source++) {
                Path place = Files.createDirectories(directory.resolve("source" + source));
                for (int i = 0; i < FILES; i++) {
                    Files.writeString(
                            place.resolve(i + ".txtar"),
                            "-- req.sh --\ncurl http://h/v1/chat/completions -d '"
                                    + request("question " + i).body() + "'\n-- response.json --\n"
                                    + body("answer " + source + " of " + i) + "\n");
                }
            }
        }

        @Override
        public void write(Path directory, long seed, Acknowledgements acknowledged) {
            for (int round = 0; ; round++) {
                assertThat(run(directory, "import", "source" + round % 2)).isZero();
                acknowledged.add("imported");
            }
        }

        @Override
        public void check(Path directory, List<String> acknowledged, String what) throws IOException {
            assertThat(lint(Files.createDirectories(directory.resolve(RECORDINGS))))
                    .as(what)
                    .isEmpty();
            int[] found = {0};
            try (Store store = directoryStore(directory)) {
                store.forEach(entry -> found[0]++, broken -> {
                    throw new AssertionError(what, broken);
                });
            }
            assertThat(found[0]).as(what).isBetween(acknowledged.isEmpty() ? 0 : FILES, FILES);
        }
    }

    /** Exports two stores by turns into the form of llama-stack. */
    private static final class Exporting implements CrashScene {
        @Override
        public Moment moment(Random random) {
            return Moment.withinRound(random);
        }

        @Override
        public void prepare(Path directory) {
            for (int source = 0; source < 2; source++) {
                try (Store store = new DirectoryStore(directory.resolve("store" + source), KeyRules.NONE)) {
                    for (int i = 0; i < FILES; i++) {
                        Question question = question(i);
                        Response answer = Response.whole(
                                200, "application/json", Bytes.utf8(body("answer " + source + " of " + i)));
                        store.append(question, "", new Exchange(question.request(), answer));
                    }
                }
            }
        }

        @Override
        public void write(Path directory, long seed, Acknowledgements acknowledged) {
            for (int round = 0; ; round++) {
                assertThat(run(
                                directory,
                                "export",
                                "--format",
                                "llama-stack",
                                "--recordings",
                                "store" + round % 2,
                                "target"))
                        .isZero();
                acknowledged.add("exported");
            }
        }

        @Override
        public void check(Path directory, List<String> acknowledged, String what) throws IOException {
            Path target = Files.createDirectories(directory.resolve("target"));
            List<Finding> findings = new ArrayList<>();
            Formats.installed().lint(target, Redaction.DEFAULT).ifPresent(lint -> lint.check(findings::add));
            assertThat(findings).as(what).isEmpty();
            try (Stream<Path> files = Files.walk(target)) {
                assertThat(files.filter(file -> file.toString().endsWith(".json"))
                                .count())
                        .as(what)
                        .isBetween(acknowledged.isEmpty() ? 0L : FILES, (long) FILES);
            }
        }
    }

    /** Has files renamed whose names were changed, with their bodies; at every moment each recording is there. */
    private static final class Renaming implements CrashScene {
        @Override
        public void prepare(Path directory) {
            try (Store store = directoryStore(directory)) {
                Random random = new Random(1);
                for (int i = 0; i < FILES; i++) {
                    byte[] noise = new byte[i % 4 == 0 ? 70_000 : 10];
                    random.nextBytes(noise);
                    Question question = question(i);
                    store.append(
                            question,
                            "",
                            new Exchange(
                                    question.request(),
                                    Response.whole(
                                            200,
                                            "audio/mpeg",
                                            Bytes.concat(List.of(
                                                    Bytes.utf8("answer 0 of " + i + " "), Bytes.owning(noise))))));
                }
            }
        }

        @Override
        public void write(Path directory, long seed, Acknowledgements acknowledged) throws IOException {
            Path root = directory.resolve(RECORDINGS);
            while (true) {
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path file : files.filter(one -> one.toString().endsWith(".json"))
                            .toList()) {
                        if (!file.getFileName().toString().startsWith("moved-")) {
                            String name =
                                    "moved-" + file.getFileName().toString().replace('-', '_');
                            Files.move(file, file.resolveSibling(name), StandardCopyOption.REPLACE_EXISTING);
                        }
                    }
                }
                new StoreLint(root, KeyRules.NONE, Remedy.RENAME, Redaction.DEFAULT).check(finding -> {
                    if (finding.remedy().startsWith("renamed")) {
                        acknowledged.add("renamed");
                    }
                });
            }
        }

        @Override
        public void check(Path directory, List<String> acknowledged, String what) {
            Map<String, Integer> found = new LinkedHashMap<>();
            try (Store store = directoryStore(directory)) {
                store.forEach(
                        entry -> found.merge(
                                NUMBERED.matcher(entry.recording()
                                                .exchange()
                                                .response()
                                                .body()
                                                .latin1())
                                        .results()
                                        .findFirst()
                                        .map(match -> match.group(2))
                                        .orElse("?"),
                                1,
                                Integer::sum),
                        broken -> {
                            throw new AssertionError(what, broken);
                        });
            }
            assertThat(found).as(what).hasSize(FILES).doesNotContainKey("?");
            assertThat(found.values()).as(what).allMatch(count -> count <= 2);
        }
    }

    /** Masks credentials, and leaks them again; each recording is there, masked or not. */
    private static final class Scrubbing implements CrashScene {
        private static final String SECRET = "sk-" + "proj-" + "Zk3q8W".repeat(8);
        private static final Redaction MASK = new Redaction(Redaction.Policy.MASK, List.of(), List.of());

        private static Question leaky(int number) {
            return KeyRules.NONE.question(
                    request("question " + number + ", my key is " + SECRET),
                    new TestId(number % 2 == 0 ? "" : "a::test"));
        }

        private static void leak(Path directory, int number) {
            Question question = leaky(number);
            Response answer =
                    Response.whole(200, "application/json", Bytes.utf8(body("answer 0 of " + number + " " + SECRET)));
            try (Store store = directoryStore(directory)) {
                store.append(question, "", new Exchange(question.request(), answer));
            }
        }

        @Override
        public void prepare(Path directory) {
            for (int i = 0; i < FILES; i++) {
                leak(directory, i);
            }
        }

        @Override
        public void write(Path directory, long seed, Acknowledgements acknowledged) {
            Random random = new Random(seed);
            while (true) {
                new StoreScrub(directory.resolve(RECORDINGS), KeyRules.NONE, MASK, new ScrubStep.Extent(true, false))
                        .run(step -> acknowledged.add(step.action().name()), () -> {});
                for (int i = 0; i < FILES / 4; i++) {
                    leak(directory, random.nextInt(FILES));
                }
            }
        }

        @Override
        public void check(Path directory, List<String> acknowledged, String what) {
            assertThat(acknowledged).as(what).allMatch(ScrubStep.Action.MASKED.name()::equals);
            Path root = directory.resolve(RECORDINGS);
            List<Finding> findings = lint(root);
            findings.removeIf(finding -> finding.credential().isPresent());
            assertThat(findings.stream().map(Finding::severity))
                    .as(what + findings)
                    .doesNotContain(Severity.ERROR);
            try (Store store = directoryStore(directory)) {
                for (int i = 0; i < FILES; i++) {
                    Question masked = KeyRules.NONE.question(MASK.mask(leaky(i).request()), leaky(i).test());
                    Optional<Store.Entry> any = Stream.of(masked, leaky(i))
                            .flatMap(question -> store.find(question).entries().stream())
                            .findFirst();
                    assertThat(any).as(what).isPresent();
                }
            }
        }
    }
}
