package io.reprise.server.forward;

import io.reprise.core.exchange.Request;
import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Sharing;
import io.reprise.core.store.OtherServers;
import io.reprise.server.shared.SharedResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** The requests of which the answers are being recorded, so that an upstream is not asked the same question twice at the same time. */
public final class InFlightRequests {
    /** For {@link #begin}: the store need not have been looked at. */
    public static final long NEVER_LOOKED = -1;

    private static final long LOOK_MS = 50;

    /** What is to be done with a request that is to be forwarded. */
    sealed interface Admission {
        /** Ask the upstream. */
        record Begun() implements Admission {}

        /** One with the same key is under way: its answer serves both. */
        record Joinable(SharedResponse response) implements Admission {}

        /** One has ended since the store was looked at: it is to be looked at again. */
        record LookAgain() implements Admission {}
    }

    private record Running(Question question, SharedResponse response, CompletableFuture<Void> kept) {
        private boolean isOther(Question asked) {
            return question.test().equals(asked.test())
                    && !question.scope().equals(asked.scope())
                    && !response.isEndless();
        }
    }

    /**
     * A request that is to be forwarded.
     *
     * @param endedBefore what {@link #ended} said before the store was looked at in vain
     * @param isRetry whether its client repeats a request
     * @param isShared whether others with the same key may join it, and it may join others
     */
    record Entry(long endedBefore, boolean isRetry, boolean isShared) {}

    private final Sharing sharing;
    private final ConcurrentMap<SharedResponse, Running> running = new ConcurrentHashMap<>();
    /** Those that others may join. */
    private final ConcurrentMap<Key, Running> shared = new ConcurrentHashMap<>();

    /** Those that other servers may follow, while clients of this one may join them. */
    private final ConcurrentMap<OtherServers.Token, SharedResponse> offered = new ConcurrentHashMap<>();

    private volatile long ended;

    public InFlightRequests(Sharing sharing) {
        this.sharing = sharing;
    }

    /** The answer that serves this question, too. Where calls are not shared, that to a client that went away, for its retry. */
    Optional<SharedResponse> find(Question question, boolean isRetry) {
        if (sharing == Sharing.ONE_CALL) {
            return Optional.ofNullable(shared.get(question.scope())).map(Running::response);
        }
        return !isRetry
                ? Optional.empty()
                : running.values().stream()
                        .filter(each -> each.question().scope().equals(question.scope()))
                        .map(Running::response)
                        .filter(response -> response.isLeft() && !response.isEndless())
                        .findFirst();
    }

    /** Whether calls with the same question at the same time are one. */
    boolean areShared() {
        return sharing == Sharing.ONE_CALL;
    }

    /** Lets other servers follow an answer that is under way; they ask for it by this token. */
    void offer(OtherServers.Token token, SharedResponse response) {
        offered.put(token, response);
    }

    /** The answer that other servers follow by this token; empty if there is none (any more). */
    public Optional<SharedResponse> offered(OtherServers.Token token) {
        return Optional.ofNullable(offered.get(token));
    }

    synchronized Admission begin(Question question, SharedResponse response, Entry entry) {
        Optional<SharedResponse> other = entry.isShared() ? find(question, entry.isRetry()) : Optional.empty();
        if (other.isPresent()) {
            return new Admission.Joinable(other.get());
        }
        if (sharing == Sharing.ONE_CALL && entry.endedBefore() != NEVER_LOOKED && entry.endedBefore() != ended) {
            return new Admission.LookAgain();
        }
        Running begun = new Running(question, response, new CompletableFuture<>());
        running.put(response, begun);
        if (sharing == Sharing.ONE_CALL && entry.isShared()) {
            shared.put(question.scope(), begun);
        }
        return new Admission.Begun();
    }

    /** From now on nobody may join it. */
    synchronized void stopSharing(Question question, SharedResponse response) {
        Running its =
                running.computeIfAbsent(response, begun -> new Running(question, response, new CompletableFuture<>()));
        shared.remove(question.scope(), its);
        offered.values().remove(response);
    }

    /** To be called when the answer is kept, or is known not to be. */
    void end(Question question, SharedResponse response) {
        Running its;
        synchronized (this) {
            ended++;
            its = running.remove(response);
            if (its != null) {
                shared.remove(question.scope(), its);
            }
            offered.values().remove(response);
            notifyAll();
        }
        if (its != null) {
            its.kept().complete(null);
        }
    }

    /** Completes when the answer is kept, or is known not to be. */
    CompletionStage<Void> whenEnded(SharedResponse response) {
        Running its = running.get(response);
        return its == null ? CompletableFuture.completedFuture(null) : its.kept();
    }

    /** Whether another question of the same test is under way. */
    public boolean hasOther(Question question) {
        return !running.isEmpty() && running.values().stream().anyMatch(each -> each.isOther(question));
    }

    /**
     * Completes when those answers to other questions of the same test are kept that have arrived as a whole and have one of
     * these ids. A client that has seen the end mark of a stream may go on with an id of it before the stream has ended.
     * Blocks until it knows which answers those are.
     */
    public CompletionStage<Void> othersThatTold(Question question, Set<String> ids) {
        return CompletableFuture.allOf(running.values().stream()
                .filter(each -> each.isOther(question)
                        && each.response().mayHave(ids)
                        && each.response().hasArrived())
                .map(Running::kept)
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Ends those that go on for as long as somebody listens; what has arrived of them is kept. */
    public void giveUpEndless() {
        running.values().stream()
                .map(Running::response)
                .filter(SharedResponse::isEndless)
                .forEach(SharedResponse::giveUp);
    }

    /**
     * Waits until none is under way; gives up those that still are.
     *
     * @param millis the longest time to wait while a client waits, too
     * @param unwatched the longest time to wait for answers that no client waits for
     * @return the requests of those that were given up; an answer that has ended and is being kept is none
     */
    public synchronized List<Request> await(long millis, long unwatched) {
        long start = System.nanoTime();
        try {
            for (long left = millis; !running.isEmpty() && left > 0; ) {
                wait(Math.min(left, LOOK_MS)); // that a client leaves wakes nobody
                long limit = isUnwatched() ? Math.min(millis, unwatched) : millis;
                left = limit - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        List<Running> late = List.copyOf(running.values());
        late.forEach(each -> each.response().giveUp());
        return late.stream()
                .filter(each -> !each.response().notes().isOfOtherServer()
                        && !each.response().hasEnded())
                .map(each -> each.question().request())
                .toList();
    }

    private boolean isUnwatched() {
        return running.values().stream().allMatch(each -> each.response().isDeserted());
    }

    /** How many are under way. */
    public int count() {
        return running.size();
    }

    /** How many have ended. */
    public long ended() {
        return ended;
    }
}
