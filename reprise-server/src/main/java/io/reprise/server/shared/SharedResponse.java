package io.reprise.server.shared;

import io.netty.buffer.ByteBuf;
import io.reprise.core.content.ContentDecoder;
import io.reprise.server.memory.SpillException;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.recording.EndMarkSearch;
import io.reprise.server.request.RequestScope;
import io.reprise.server.request.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One answer of an upstream while it arrives, and the clients that receive it. Fed by one event loop, read by the event loops of its
 * clients; guarded by itself.
 */
public final class SharedResponse {
    /** A stream that is silent at first shall not look dead. */
    private static final long LONGEST_HOLD_MS = 50;

    /** So many bytes are handed to a client at once. */
    private static final int STEP = 64 << 10;

    private static final int FIRST_ERROR = 400;

    private static final Progress WAITING = new Progress.Waiting();
    private static final Progress WITHDRAWN = new Progress.Withdrawn();

    private final boolean isRemembered;
    private final AnswerMemory memory;
    private volatile long startNanos = System.nanoTime();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final AnswerNotes notes = new AnswerNotes();
    private final ArrivedPieces pieces;
    private @Nullable ResponseHead head;
    private @Nullable EndMarkSearch endMark;
    private @Nullable BodyEnd end;
    private Progress.@Nullable Failed failure;
    private long contentLength = -1;
    private boolean isHeadHeld;
    private boolean wasReceived;
    private boolean isReleased;
    private boolean isComplete;
    private boolean isEndless;
    private boolean isClosed;
    private boolean isWithdrawn;
    private boolean isLastLetGo;
    private Runnable onGivenUp = () -> {};
    private Runnable onDeserted = () -> {};
    private Runnable onChange = () -> {};

    /** @param isRemembered whether everything is remembered from the first byte, to be kept and for those who join later */
    public SharedResponse(boolean isRemembered, AnswerMemory memory) {
        this.isRemembered = isRemembered;
        this.memory = memory;
        this.pieces = new ArrivedPieces(memory, isRemembered, this::changed);
    }

    private void changed() {
        Runnable task;
        synchronized (this) {
            task = onChange;
        }
        forgetReceived();
        task.run();
    }

    /** Adds a client, which receives everything from the first byte; false if that is no longer possible. */
    public synchronized boolean add(Subscriber subscriber) {
        if (pieces.forgotten() > 0 || isClosed || isWithdrawn) {
            return false;
        }
        subscribers.add(subscriber);
        wasReceived = true;
        return true;
    }

    void remove(Subscriber subscriber) {
        Runnable task;
        synchronized (this) {
            subscribers.remove(subscriber);
            isLastLetGo = subscriber.wasLetGo();
            task = isDeserted() ? onDeserted : () -> {};
        }
        task.run();
        forgetReceived();
        closeIfDone();
    }

    /** Lets go of what no client needs any more, unless everything is remembered. */
    void forgetReceived() {
        int until;
        synchronized (this) {
            until = subscribers.stream().mapToInt(Subscriber::received).min().orElseGet(pieces::count);
        }
        pieces.forget(until);
    }

    /** Nobody reads it any more, and it is kept or will not be. */
    private void closeIfDone() {
        synchronized (this) {
            if (isClosed || !subscribers.isEmpty() || !isReleased && failure == null) {
                return;
            }
            isClosed = true;
        }
        pieces.close();
    }

    /** It may go on for as long as somebody listens. */
    public synchronized void markEndless() {
        isEndless = true;
    }

    public synchronized boolean isEndless() {
        return isEndless;
    }

    /** Whether it goes on, and nobody receives it any more. */
    public synchronized boolean isDeserted() {
        return subscribers.isEmpty() && end == null && failure == null && !isWithdrawn;
    }

    /** Whether nobody receives it any more, and it is not known that the last one has left. */
    public synchronized boolean wasLetGo() {
        return isLastLetGo && isDeserted();
    }

    /** Whether it had clients, all of which have left before its end. */
    public synchronized boolean isLeft() {
        return wasReceived && isDeserted();
    }

    /** Has the task run, on any thread, each time when the last client has left and more may come. */
    public synchronized void whenDeserted(Runnable task) {
        onDeserted = task;
    }

    /** The upstream was asked at this time of {@link System#nanoTime}, from which the times of all pieces are counted. Until this is called, it is that of the construction. */
    public void askedAt(long nanos) {
        startNanos = nanos;
    }

    /**
     * Begins the answer to that request. Of one that is remembered, a head that may be all of it waits a moment for the body, or for the
     * news that there is none.
     */
    public void begin(ResponseHead arrived, RequestScope scope) {
        boolean isHeld = isRemembered && !scope.isOfHead() && arrived.isOfUnknownLength();
        begin(arrived, scope.isOfHead() || arrived.isAll() ? 0 : arrived.contentLength(), isHeld);
        if (isHeld) {
            scope.after(LONGEST_HOLD_MS, this::showHead);
        }
    }

    /**
     * @param length of the body, in bytes; -1 where that is not known
     * @param isHeld whether the head is sent with the first bytes of the body, or with the end, and not before {@link #showHead}
     */
    void begin(ResponseHead arrived, long length, boolean isHeld) {
        synchronized (this) {
            head = arrived;
            isHeadHeld = isHeld;
            contentLength = length;
        }
        wakeAll();
    }

    /** The head is no longer held. */
    void showHead() {
        synchronized (this) {
            isHeadHeld &= end != null; // then it is kept any moment now, and is sent with its end
        }
        wakeAll();
    }

    /** @param nanos when it came, by {@link System#nanoTime} */
    public void arrived(ByteBuf piece, long nanos) {
        long at = Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - startNanos));
        int size = piece.readableBytes();
        boolean isUnwatched;
        synchronized (this) {
            if (isRemembered && size > 1 && contentLength >= 0 && pieces.size() + size >= contentLength) {
                pieces.add(at, piece.slice(piece.readerIndex(), size - 1));
                pieces.add(at, piece.slice(piece.readerIndex() + size - 1, 1));
            } else {
                pieces.add(at, piece);
            }
            isUnwatched = subscribers.isEmpty();
        }
        if (isUnwatched || pieces.loss().isPresent()) {
            forgetReceived(); // nobody will ask for it any more
        }
        wakeAll();
    }

    private boolean isFilled() {
        return contentLength >= 0 && pieces.size() >= contentLength;
    }

    public void end(BodyEnd how) {
        synchronized (this) {
            end = how;
        }
        wakeAll();
    }

    /**
     * All of the body has arrived, whatever became of the connection: clients see a proper end, unless they were promised more
     * bytes.
     */
    public void endComplete() {
        synchronized (this) {
            boolean isWhole = end == BodyEnd.WHOLE || contentLength < 0 || isFilled();
            end = isWhole ? BodyEnd.WHOLE : BodyEnd.BROKEN;
            isComplete = true;
        }
        wakeAll();
    }

    /** Whether the upstream has ended it, also where it is not kept yet. */
    public synchronized boolean hasEnded() {
        return end != null;
    }

    /** Whether {@link #endComplete} has said so. */
    public synchronized boolean isComplete() {
        return isComplete;
    }

    /** There will be no answer, or no more of it. */
    public void fail(Progress.Failed why) {
        synchronized (this) {
            failure = why;
        }
        wakeAll();
        closeIfDone();
    }

    /** There is nothing to ask for, or not here: who waits is told. Only before the head has come. */
    public void withdraw() {
        synchronized (this) {
            isWithdrawn = true;
            isReleased = true;
        }
        wakeAll();
        closeIfDone();
    }

    /** Lets the clients see the end, now that the answer is kept, or is known not to be. */
    public void release() {
        synchronized (this) {
            isReleased = true;
        }
        wakeAll();
        closeIfDone();
    }

    /** Has the task run, on any thread, where nobody waits for the end any more. */
    public synchronized void whenGivenUp(Runnable task) {
        onGivenUp = task;
    }

    /** It is not kept, whatever still arrives. */
    public void giveUp() {
        Runnable task;
        synchronized (this) {
            task = onGivenUp;
        }
        task.run();
    }

    private void wakeAll() {
        List<Subscriber> all;
        synchronized (this) {
            all = List.copyOf(subscribers);
        }
        all.forEach(Subscriber::wake);
    }

    /** What is known of it besides its bytes. */
    public AnswerNotes notes() {
        return notes;
    }

    /** Where it is remembered. */
    public AnswerMemory memory() {
        return memory;
    }

    /** Why it cannot be kept; empty as long as it can, or where it never should. */
    public Optional<String> loss() {
        return pieces.loss();
    }

    /** Whether no more should arrive for now. */
    public boolean isFull() {
        return pieces.isFull();
    }

    /** Has the task run, on any thread, when {@link #isFull} is no longer true, and when there is a {@link #loss} all of a sudden. */
    public synchronized void whenChanged(Runnable task) {
        onChange = task;
    }

    /** What has arrived so far, in bytes. */
    public long size() {
        return pieces.size();
    }

    /** Tells how to find out that it has arrived before its end is seen. */
    public synchronized void lookFor(EndMarkSearch search) {
        endMark = search;
    }

    /** Whether one of the ids is in what has arrived; true where the bytes cannot tell, because they are coded. */
    public boolean mayHave(Set<String> ids) {
        ResponseHead known = knownHead();
        if (known == null) {
            return false;
        }
        String type = known.headers().first("content-type").orElse("");
        if (ContentDecoder.isCoded(known.headers()) || !type.startsWith("text/") && !type.contains("json")) {
            return true;
        }
        try {
            return AnswerNotes.areIn(pieces.all(), ids);
        } catch (SpillException gone) {
            return true;
        }
    }

    /** Whether its head says that it is an error. */
    public boolean isError() {
        ResponseHead known = knownHead();
        return known != null && known.status() >= FIRST_ERROR;
    }

    private synchronized @Nullable ResponseHead knownHead() {
        return head;
    }

    /** Whether the upstream has sent all of it: the end mark, or the end of the body. Blocks. */
    public boolean hasArrived() {
        EndMarkSearch search;
        synchronized (this) {
            if (end != null || pieces.loss().isPresent()) {
                return end != null;
            }
            search = endMark;
        }
        return search != null && search.isIn(pieces());
    }

    public List<ArrivedPiece> pieces() {
        return pieces.all();
    }

    /**
     * What may be sent to a client that has received {@code received} pieces. The end is held back until the answer is kept, so that
     * whoever has seen the end finds the recording; so is the byte that fills a content-length.
     */
    synchronized Progress progress(int received) {
        if (isWithdrawn) {
            return WITHDRAWN;
        }
        if (failure != null) {
            return failure;
        }
        if (received < pieces.forgotten()) {
            return new Progress.Lost();
        }
        int count = pieces.count();
        if (head == null || isHeadHeld && !isReleased && count == 0) {
            return WAITING;
        }
        boolean isHeldBack = isFilled() && !isReleased && count > received;
        List<ArrivedPiece> next = pieces.some(received, isHeldBack ? count - 1 : count, STEP);
        boolean isAll = received + next.size() == count && isReleased;
        return new Progress.Arrived(head, next, isAll ? Optional.ofNullable(end) : Optional.empty());
    }
}
