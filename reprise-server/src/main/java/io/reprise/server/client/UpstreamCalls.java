package io.reprise.server.client;

import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedRequest;
import io.reprise.server.network.ConnectionFailure;
import io.reprise.server.network.HeaderFields;
import io.reprise.server.network.VertxInternals;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.recording.ResponseAssembler;
import io.reprise.server.recording.ResponseAssembler.Assembled;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.routing.LinksBack;
import io.reprise.server.upstream.Upstream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks upstreams for commands, without a server: no client waits for an answer, and none is kept. Several threads may ask at the same time; each waits
 * for its answer.
 */
public final class UpstreamCalls implements AutoCloseable {
    /** An upstream that has sent an end mark, and then nothing for so long, need not end the body, too. */
    private static final long QUIET_MILLIS = 2_000;

    private final long mostBytes;
    private final long quietMillis;
    private final Vertx vertx;
    private final Context loop;
    private final UpstreamClient client;
    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopped;

    /** @param mostBytes of an answer, decoded; longer ones are given up */
    public UpstreamCalls(long mostBytes) {
        this(mostBytes, QUIET_MILLIS);
    }

    UpstreamCalls(long mostBytes, long quietMillis) {
        this.mostBytes = mostBytes;
        this.quietMillis = quietMillis;
        this.vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false))
                        .setEventLoopPoolSize(1))
                .build();
        this.loop = vertx.getOrCreateContext();
        this.client = new UpstreamClient(vertx);
    }

    /**
     * Sends a request and waits for its answer, as it would be recorded: decoded, cut into chunks, with their times. Times count from when there was a
     * connection: to make the first one of a process takes long.
     *
     * @throws UpstreamException if there is no answer
     */
    public Response ask(Upstream upstream, ParsedRequest request) throws InterruptedException {
        Call call = new Call(upstream, request);
        running.add(call);
        try {
            onLoop(call::tryToBegin);
            if (isStopped) {
                throw stopped(upstream);
            }
            return call.response(call.arrived.get());
        } catch (ExecutionException failed) {
            Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
            throw cause instanceof UpstreamException known
                    ? known
                    : new UpstreamException(
                            "upstream '" + upstream.label() + "' gave no answer: " + ConnectionFailure.words(cause),
                            cause);
        } finally {
            running.remove(call);
            onLoop(call::giveUp);
        }
    }

    private void onLoop(Runnable step) {
        try {
            loop.runOnContext(now -> step.run());
        } catch (RejectedExecutionException closed) {
            // Who waits is told by stop().
        }
    }

    private static UpstreamException stopped(Upstream upstream) {
        return new UpstreamException(
                "upstream '" + upstream.label() + "' was not waited for: the command was stopped", null);
    }

    /** Gives up what is still asked, so that nobody waits any longer. Whoever asks from now on gets no answer. */
    public void stop() {
        isStopped = true;
        running.forEach(call -> call.arrived.completeExceptionally(stopped(call.upstream)));
    }

    @Override
    public void close() {
        stop();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(late -> null)
                .join();
    }

    /** All that came of an answer. */
    private record Arrived(ResponseHead head, List<ArrivedPiece> pieces, BodyEnd end) {}

    /** One request; all but {@link #response} is on the event loop. */
    private final class Call {
        private final Upstream upstream;
        private final ParsedRequest request;
        private final CompletableFuture<Arrived> arrived = new CompletableFuture<>();
        private final List<ArrivedPiece> pieces = new ArrayList<>();
        private @Nullable UpstreamRequest asked;
        private long bytes;
        private long timer = -1;
        private boolean hasEnded;

        Call(Upstream upstream, ParsedRequest request) {
            this.upstream = upstream;
            this.request = request;
        }

        void tryToBegin() {
            try {
                begin();
            } catch (RuntimeException unexpected) {
                arrived.completeExceptionally(unexpected);
            }
        }

        private void begin() {
            UpstreamRequest sent = client.ask(upstream, request.request(), true);
            asked = sent;
            sent.answer().onComplete(answer -> read(answer, sent), arrived::completeExceptionally);
        }

        private void read(HttpClientResponse answer, UpstreamRequest sent) {
            ResponseHead head = new ResponseHead(
                    answer.statusCode(), HeaderFields.read(answer.headers()).endToEnd());
            answer.handler(piece -> {
                bytes += piece.length();
                pieces.add(new ArrivedPiece(
                        TimeUnit.NANOSECONDS.toMillis(sent.arrivedNanos() - sent.sentNanos()),
                        VertxInternals.bytes(piece)));
                if (bytes > mostBytes) {
                    arrived.completeExceptionally(UpstreamException.tooLarge(upstream, mostBytes));
                    giveUp();
                } else {
                    awaitQuiet(head);
                }
            });
            answer.endHandler(whole -> {
                hasEnded = true;
                end(head, BodyEnd.WHOLE);
            });
            answer.exceptionHandler(broken -> {
                hasEnded = true;
                end(head, BodyEnd.BROKEN);
            });
        }

        private void awaitQuiet(ResponseHead head) {
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(quietMillis, quiet -> {
                Assembled assembled = assemble(new Arrived(head, pieces, BodyEnd.BROKEN));
                if (assembled instanceof Assembled.Plain plain
                        && plain.response().ending() == Ending.COMPLETE) {
                    end(head, BodyEnd.WHOLE);
                }
            });
        }

        private void end(ResponseHead head, BodyEnd how) {
            vertx.cancelTimer(timer);
            arrived.complete(new Arrived(head, List.copyOf(pieces), how));
        }

        void giveUp() {
            vertx.cancelTimer(timer);
            if (asked != null && !hasEnded) {
                asked.giveUp();
            }
        }

        private Assembled assemble(Arrived its) {
            return new ResponseAssembler(request, DecodingLimits.of(mostBytes))
                    .assemble(its.head(), its.pieces(), its.end());
        }

        /** Blocks. */
        Response response(Arrived its) {
            Assembled assembled = assemble(its);
            if (assembled instanceof Assembled.Unreadable unreadable) {
                throw new UpstreamException(
                        "the answer of upstream '" + upstream.label() + "' cannot be compared: " + unreadable.reason(),
                        null);
            }
            Response response = ((Assembled.Plain) assembled).response();
            return response.withHeaders(LinksBack.marked(response.headers(), upstream.address(), List.of()));
        }
    }
}
