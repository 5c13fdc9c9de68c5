package io.reprise.cli.recording;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.terminal.Style;
import io.reprise.cli.terminal.StyledText;
import io.reprise.config.Configuration;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.StreamTiming;
import io.reprise.core.view.ChunkTexts;
import io.reprise.core.view.RecordingView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise play}. */
public final class PlayCommand implements Subcommand {
    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<String> wanted =
            Parameter.argument(String.class, "KEY|FILE", "A key, the beginning of a key, or a file.");

    private final Parameter<Integer> occurrence = Parameter.number(
            "--occurrence", "of 1 or more", "N", "The Nth answer to the question. Default: the first.");

    private final Parameter<String> pace = Parameter.option(
            "--pace",
            "PACE",
            "recorded (default), instant, a factor such as x2, or a model such as ttft=300ms,tps=50.");

    private final Parameter<Boolean> json =
            Parameter.flag("--json", "Print the chunks and their times as a JSON object, at once.");

    public PlayCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "play",
                        "Plays a recorded answer in the terminal, at its recorded pace.",
                        "",
                        "Standard output gets the text. Standard error gets the time to the first token, the rate and the gaps.")
                .takes(storeFlags.all())
                .takes(wanted, occurrence, pace, json)
                .exits("0:played", "1:there is no such recording, or it cannot be read", "2:wrong use")
                .examples("  reprise play f5450b5c6f0c", "  reprise play f5450b --pace x10 > answer.txt")
                .spec();
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(process);
        Pace chosen = pace.given().map(PlayCommand::parsed).orElseGet(() -> new Pace.Recorded(1));
        ShownRecording shown = new RecordingSearch(process, configuration).one(wanted.required(), occurrence.given());
        RecordingView view = new RecordingView(shown.entry(), process.mask()::of);
        if (json.isGiven()) {
            process.printJson(json(shown, view));
            return ExitCode.FINE;
        }
        Optional<ParsedConversation> conversation = shown.conversation();
        List<ChunkTexts.Said> chunks =
                (conversation.isPresent() ? ChunkTexts.of(conversation.get()) : ChunkTexts.of(shown.parsed())).all();
        play(chunks, new PlayedTimes(chosen).nanos(shown.parsed(), chunks), view.timing());
        process.say(summary(view.timing()));
        return ExitCode.FINE;
    }

    private static Pace parsed(String text) {
        try {
            return Pace.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("--pace: " + wrong.getMessage(), wrong);
        }
    }

    private static Json json(ShownRecording shown, RecordingView view) {
        JsonObjectBuilder object = new JsonObjectBuilder().with("location", shown.location());
        view.chunks(0, Integer.MAX_VALUE).members().forEach(member -> object.with(member.name(), member.value()));
        return object.done();
    }

    /** Sleeps until each chunk is due, counted from the beginning, so that a late one delays no other. */
    private void play(List<ChunkTexts.Said> chunks, long[] due, StreamTiming timing) {
        PlayedText text = new PlayedText(chunks, process.mask()::of);
        boolean hasStatus = process.terminal().isErr() && !process.terminal().isOut();
        long start = System.nanoTime();
        for (int i = 0; i < chunks.size(); i++) {
            process.flush();
            for (long left = due[i]; left > 0 && !Thread.currentThread().isInterrupted(); ) {
                LockSupport.parkNanos(left);
                left = start + due[i] - System.nanoTime();
            }
            Style style = chunks.get(i).kind().equals("reasoning") ? Style.QUIET : Style.PLAIN;
            process.print(StyledText.of(text.next(), style));
            if (hasStatus) {
                process.showProgress("chunk " + (i + 1) + "/" + chunks.size() + "  first token "
                        + milliseconds(timing.firstToken()) + "  " + rate(timing));
            }
        }
        process.print(text.endsLine() ? "" : "\n");
        process.removeProgress();
        process.flush(); // before what is said on the other stream
    }

    private static String summary(StreamTiming timing) {
        String gaps = timing.gaps().max().isEmpty()
                ? ""
                : "; gaps: half within " + milliseconds(timing.gaps().p50()) + ", 95 % within "
                        + milliseconds(timing.gaps().p95()) + ", longest "
                        + milliseconds(timing.gaps().max());
        return "recorded: " + timing.chunks() + (timing.chunks() == 1 ? " chunk" : " chunks") + " in "
                + milliseconds(timing.lastChunk()) + "; first token after " + milliseconds(timing.firstToken()) + "; "
                + rate(timing) + gaps;
    }

    private static String rate(StreamTiming timing) {
        return timing.rate().perSecond().isPresent()
                ? String.format(
                                Locale.ROOT,
                                "%.1f tokens/s",
                                timing.rate().perSecond().getAsDouble())
                        + (timing.rate().areCounted() ? "" : " (a token for each chunk with text)")
                : "no rate";
    }

    private static String milliseconds(OptionalLong time) {
        return time.isEmpty() ? "–" : time.getAsLong() + " ms";
    }
}
