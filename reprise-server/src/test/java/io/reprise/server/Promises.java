package io.reprise.server;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Repeat;
import io.reprise.core.plan.Sharing;
import io.reprise.core.store.Recording;
import io.reprise.server.Interleaving.Asked;
import io.reprise.server.Interleaving.BodyKind;
import io.reprise.server.Interleaving.Deed;
import io.reprise.server.Interleaving.Setting;
import io.reprise.server.Interleaving.Step;
import io.reprise.server.Interleaving.Step.Ask;
import io.reprise.server.InterleavingRun.Seen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the product promises, checked after a run of the model-based test. Collects what is broken, in words. */
final class Promises {
    private final InterleavingRun run;
    private final Interleaving script;
    private final Setting setting;
    private final List<String> broken = new ArrayList<>();

    Promises(InterleavingRun run) {
        this.run = run;
        this.script = run.script();
        this.setting = script.setting();
    }

    /** All promises that were broken; may be called once, when everything has come to its end. Stops the server, and starts another. */
    List<String> broken() throws Exception {
        run.seen().forEach(this::everyClientGetsOneAnswer);
        run.seen().forEach(this::whoHasSeenTheEndFindsTheRecording);
        run.seen().forEach(this::whatIsRecordedIsNeitherMissedNorAskedAgain);
        upstreamsAreAskedOnceAndNeverForReplays();
        List<Recording> recordings = recordings();
        recordings.forEach(this::whatIsKeptIsWholeAndOfOneCall);
        Map<String, List<Recording>> questions = byQuestion(recordings);
        questions.forEach(this::occurrencesHaveNeitherGapsNorDoubles);
        if (run.log().contains("unexpected error")) {
            broken.add("an unexpected error");
        }
        RepriseServer replaying = run.replay();
        nothingIsLostSilently();
        for (List<Recording> question : questions.values()) {
            replaysGiveWhatIsKept(replaying, question);
        }
        return broken;
    }

    private void require(boolean condition, String what) {
        if (!condition) {
            broken.add(what);
        }
    }

    // --- what is known

    private Mode mode(Ask ask) {
        return ask.mode().orElse(setting.mode());
    }

    private boolean keeps(Ask ask) {
        return mode(ask) == Mode.RECORD || mode(ask) == Mode.RECORD_IF_MISSING;
    }

    private static boolean isGood(Ask ask) {
        return ask.upstream().deed() == Deed.ANSWERS
                || ask.asked().kind().isStream() && ask.upstream().isGood();
    }

    /** Whether the answer is kept although its client is cut off: its end mark has come, and more was promised. */
    private static boolean hasEndMark(Ask ask) {
        return ask.asked().kind().isStream() && ask.upstream().deed() == Deed.PROMISES_TOO_MUCH;
    }

    private static String body(Ask ask) {
        return new String(PlannedUpstream.body(ask), StandardCharsets.ISO_8859_1);
    }

    /** The calls whose answers a request of that test may get. */
    private Stream<Ask> calls(Asked asked, String test) {
        return script.asks().stream()
                .filter(each -> run.upstream().calls().containsKey(each.number()))
                .filter(each -> each.asked() == asked)
                .filter(each -> each.test().equals(test) || each.test().isEmpty());
    }

    /** The answer of a call, as it came and as it was edited. */
    private Stream<String> bodies(Ask call) {
        String own = body(call);
        String name = "a" + call.number();
        return run.edited().contains(name) ? Stream.of(own, own.replace(name + "p0", name + "edited")) : Stream.of(own);
    }

    private boolean isKept(Ask ask, String text, long until) {
        return run.store().kept().stream()
                .filter(kept -> kept.path().equals(ask.asked().path()))
                .filter(kept -> kept.nanos() <= until && kept.body().equals(text))
                .anyMatch(kept -> kept.test().isNone() || kept.test().name().equals(ask.test()));
    }

    private boolean hasRecording(Ask ask, long until) {
        return script.asks().stream()
                .filter(each -> each.asked() == ask.asked() && each.test().equals(ask.test()))
                .anyMatch(each -> isKept(each, body(each), until));
    }

    // --- clients

    private void everyClientGetsOneAnswer(Seen seen) {
        Ask ask = seen.ask();
        Received got = seen.received();
        String what = ask + " got " + got.status() + (got.isWhole() ? " whole " : " cut ") + brief(got.text());
        boolean mayFail = seen.hasLeft() || script.has(Step.Restart.class);
        if (got.status() == 0) {
            require(mayFail, what + ": no answer at all");
        } else if (got.status() == 502) {
            require(
                    mayFail || calls(ask.asked(), ask.test()).anyMatch(call -> !isGood(call)),
                    what + ": an error, though the upstream was good");
        } else if (got.status() == 404) {
            require(mode(ask) == Mode.REPLAY, what + ": a miss in another mode than replay");
        } else {
            require(
                    calls(ask.asked(), ask.test())
                            .filter(call -> call.upstream().status() == got.status())
                            .flatMap(this::bodies)
                            .anyMatch(body -> got.isWhole() ? body.equals(got.text()) : body.startsWith(got.text())),
                    what + ": not the answer to one call of its test");
        }
        boolean isOwn = run.upstream().calls().containsKey(ask.number());
        if (isOwn && isGood(ask) && !mayFail && (ask.upstream().deed() == Deed.ANSWERS || keeps(ask))) {
            require(got.isWhole() && got.text().equals(body(ask)), what + ": not all of a good answer");
        }
        if (got.isWhole() && got.status() == 200) {
            require(
                    calls(ask.asked(), ask.test())
                            .filter(call ->
                                    call.upstream().deed() == Deed.ENDS_EARLY || isGood(call) || hasEndMark(call))
                            .flatMap(this::bodies)
                            .anyMatch(body -> body.equals(got.text())),
                    what + ": a proper end to an answer that broke off");
        }
    }

    private void whoHasSeenTheEndFindsTheRecording(Seen seen) {
        Ask ask = seen.ask();
        Received got = seen.received();
        boolean isOwn = run.upstream().calls().containsKey(ask.number());
        boolean isOfGoodCall = calls(ask.asked(), ask.test())
                .filter(Promises::isGood)
                .anyMatch(call -> body(call).equals(got.text()));
        if (keeps(ask) && got.isWhole() && got.status() == 200 && isOfGoodCall && !script.has(Step.Disk.class)) {
            require(
                    isKept(
                            ask,
                            got.text(),
                            isOwn ? seen.endNanos() : Long.MAX_VALUE), // a replay may be quicker than the note
                    ask + " saw the end of " + brief(got.text()) + ", which was not kept");
        }
    }

    private void whatIsRecordedIsNeitherMissedNorAskedAgain(Seen seen) {
        Ask ask = seen.ask();
        if (setting.repeat() == Repeat.MISS || !hasRecording(ask, seen.startNanos())) {
            return;
        }
        require(seen.received().status() != 404, ask + " missed what was recorded");
        boolean mayAskAgain = setting.asksPostsAgain()
                || setting.sharing() == Sharing.CALL_EACH
                || setting.keepsErrors()
                || setting.keepsCut(); // what was cut is tried again
        if (mode(ask) == Mode.RECORD_IF_MISSING && ask.asked() != Asked.POLL && !mayAskAgain) {
            require(
                    !run.upstream().calls().containsKey(ask.number()),
                    ask + " was asked of the upstream, though it was recorded");
        }
    }

    private void upstreamsAreAskedOnceAndNeverForReplays() {
        run.upstream()
                .calls()
                .forEach((number, count) -> require(count == 1, "request " + number + " was " + count + " calls"));
        script.asks().stream()
                .filter(ask -> mode(ask) == Mode.REPLAY)
                .forEach(ask ->
                        require(!run.upstream().calls().containsKey(ask.number()), ask + " was asked of the upstream"));
    }

    // --- recordings

    private List<Recording> recordings() {
        List<Recording> all = new ArrayList<>();
        run.store()
                .forEach(
                        entry -> all.add(entry.recording()),
                        unreadable -> broken.add("a broken recording: " + unreadable.getMessage()));
        return all;
    }

    private static Optional<Asked> asked(Recording recording) {
        String path = recording.exchange().request().path();
        return Stream.of(Asked.values())
                .filter(each -> each.path().equals(path))
                .findFirst();
    }

    private void whatIsKeptIsWholeAndOfOneCall(Recording recording) {
        Response response = recording.exchange().response();
        String text = response.body().latin1();
        String what = recording.test() + " " + recording.exchange().request().path() + " " + recording.occurrence()
                + " " + response.status() + " " + response.ending() + " " + brief(text);
        boolean isWhole = response.ending() == Ending.COMPLETE;
        require(isWhole || setting.keepsCut(), "kept though it is not complete: " + what);
        require(
                response.status() == 200
                        || response.status() == 400
                        || setting.keepsErrors() && response.status() != 401,
                "kept though it is an error: " + what);
        require(
                calls(asked(recording).orElseThrow(), recording.test().name())
                        .filter(this::keeps)
                        .flatMap(this::bodies)
                        .anyMatch(body -> isWhole ? body.equals(text) : body.startsWith(text)),
                "kept though it is not the answer to one call: " + what);
    }

    private static Map<String, List<Recording>> byQuestion(List<Recording> recordings) {
        Map<String, List<Recording>> questions = new TreeMap<>();
        recordings.stream()
                .sorted(Comparator.comparingInt(Recording::occurrence))
                .forEach(each -> questions
                        .computeIfAbsent(
                                each.test() + " " + each.exchange().request().path(), first -> new ArrayList<>())
                        .add(each));
        return questions;
    }

    private void occurrencesHaveNeitherGapsNorDoubles(String question, List<Recording> recordings) {
        for (int i = 0; i < recordings.size(); i++) {
            require(recordings.get(i).occurrence() == i + 1, question + " has no occurrence " + (i + 1));
        }
        Asked asked = asked(recordings.get(0)).orElseThrow();
        String test = recordings.get(0).test().name();
        List<String> bodies = recordings.stream()
                .map(each -> each.exchange().response().body().latin1())
                .toList();
        boolean isUnique = asked.kind() != BodyKind.STATE && !setting.keepsCut();
        require(!isUnique || bodies.stream().distinct().count() == bodies.size(), question + " was kept twice");
        List<Ask> asks = script.asks().stream()
                .filter(ask -> ask.asked() == asked && ask.test().equals(test))
                .toList();
        boolean isPlain = setting.sharing() == Sharing.ONE_CALL
                && setting.repeat() != Repeat.MISS
                && !setting.asksPostsAgain()
                && !setting.keepsErrors()
                && !setting.keepsCut()
                && asked != Asked.POLL;
        boolean isNeverReplaced = asks.stream().noneMatch(ask -> mode(ask) == Mode.RECORD);
        require(
                !isPlain || !isNeverReplaced || recordings.size() == 1 || mayHaveCopies(asked, test),
                question + " has " + recordings.size() + " occurrences, though it was asked once");
        long fresh = fresh(asked, test);
        boolean isCounted = setting.sharing() == Sharing.ONE_CALL
                && !setting.keepsErrors()
                && !setting.keepsCut()
                && !mayHaveCopies(asked, test);
        require(
                !isCounted || recordings.size() <= Math.max(1, fresh),
                question + " has " + recordings.size() + " occurrences of " + fresh + " requests that are no retries");
    }

    /** Whether a test may have got recordings of no test, which become its own. */
    private boolean mayHaveCopies(Asked asked, String test) {
        return !test.isEmpty()
                && script.asks().stream()
                        .anyMatch(ask -> ask.asked() == asked && ask.test().isEmpty());
    }

    /** How many requests may make an occurrence: also retries that are the first in their run of the test. */
    private long fresh(Asked asked, String test) {
        long fresh = 0;
        boolean isFirst = true;
        for (Step step : script.steps()) {
            if (step instanceof Ask ask && ask.asked() == asked && ask.test().equals(test)) {
                fresh += ask.retry() == 0 || isFirst ? 1 : 0;
                isFirst &= ask.retry() > 0;
            } else if (step instanceof Step.Restart
                    || step instanceof Step.StartOver over && over.test().equals(test)) {
                isFirst = true;
            }
        }
        return fresh;
    }

    private void nothingIsLostSilently() {
        List<Ask> unkept = script.asks().stream()
                .filter(ask -> run.upstream().sent().contains(ask.number()))
                .filter(ask -> keeps(ask) && isGood(ask))
                .filter(ask -> !isKept(ask, body(ask), Long.MAX_VALUE))
                .toList();
        require(
                unkept.size() <= run.lost(),
                unkept.size() + " answers are not kept, and " + run.lost() + " were reported: " + unkept);
    }

    private void replaysGiveWhatIsKept(RepriseServer server, List<Recording> question) throws Exception {
        Asked asked = asked(question.get(0)).orElseThrow();
        String test = question.get(0).test().name();
        for (int i = 0; i <= question.size(); i++) {
            boolean isOver = i == question.size();
            Map<String, String> headers = new TreeMap<>(Map.of("content-type", "application/json"));
            if (!test.isEmpty()) {
                headers.put("x-reprise-test", test);
            }
            Received got =
                    Http1Client.ask(asked.method(), server.port(), asked.path(), headers, asked.body(), bytes -> true);
            String what = "replay " + (i + 1) + " of " + question.size() + " of " + asked + " in test '" + test + "': "
                    + got.status() + " " + brief(got.text());
            if (isOver && setting.repeat() == Repeat.MISS) {
                require(got.status() == 404, what);
            } else {
                int place = !isOver ? i : setting.repeat() == Repeat.CYCLE ? 0 : i - 1;
                Response kept = question.get(place).exchange().response();
                require(
                        got.status() == kept.status()
                                && got.text().equals(kept.body().latin1()),
                        what + " instead of " + brief(kept.body().latin1()));
                require(got.isWhole() == (kept.ending() != Ending.CUT), what + ": ended otherwise than recorded");
            }
        }
    }

    private static String brief(String text) {
        String quoted = "'" + text.replace("\n", "\\n") + "'";
        return quoted.length() <= 160 ? quoted : quoted.substring(0, 160) + "…";
    }
}
