package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.replay.pace.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** A response that faults change one after another, until it becomes a script. Places refer to the original body. */
final class FaultyResponse {
    /**
     * Bytes that are sent together.
     *
     * @param chunk the index of the original chunk that they are of
     * @param from the place of the first of them in the original body, or of the byte after them
     * @param isOriginal whether they are bytes of the original body; others cannot be divided by a place in it
     */
    record Part(int chunk, long from, boolean isOriginal, Bytes bytes, long due) {
        Part due(long changed) {
            return new Part(chunk, from, isOriginal, bytes, changed);
        }
    }

    /** The chunks that replace a chunk; all except the last are additional. */
    interface Change {
        /** @param index of the chunk in the original body */
        List<Bytes> of(Bytes chunk, int index);
    }

    private final Response response;
    private final ApiFamily family;
    private final long size;
    private List<Part> parts = new ArrayList<>();
    private boolean hasHead = true;
    private long headDue;
    private long endDue;
    private LongFunction<Step> end;

    FaultyResponse(Response response, ApiFamily family, Schedule schedule) {
        this.response = response;
        this.family = family;
        this.headDue = schedule.headNanos();
        this.end = switch (response.ending()) {
            case COMPLETE, EARLY -> Step.End::new;
            case OPEN -> Step.Hang::new;
            case CUT -> Step.Cut::new;
        };
        long from = 0;
        for (int i = 0; i < response.chunks().size(); i++) {
            Bytes bytes = response.chunks().get(i).bytes();
            parts.add(new Part(i, from, true, bytes, schedule.dueNanos(i)));
            from += bytes.size();
        }
        this.size = from;
        this.endDue = parts.isEmpty() ? headDue : parts.get(parts.size() - 1).due();
    }

    Response response() {
        return response;
    }

    ApiFamily family() {
        return family;
    }

    /** Where in the original body the point is. */
    private long offset(Point point) {
        return point.offset(response);
    }

    /** The index of the chunk that holds the byte after the point; that of the last chunk at the end. */
    private int chunk(Point point) {
        long offset = offset(point);
        long end = 0;
        for (int i = 0; i < response.chunks().size(); i++) {
            end += response.chunks().get(i).bytes().size();
            if (offset < end) {
                return i;
            }
        }
        return response.chunks().size() - 1;
    }

    /** Sends everything before the point, and then does {@code step} when the next bytes would have been due. */
    void endAt(Point point, LongFunction<Step> ending) {
        if (point.isBeforeHead()) {
            hasHead = false;
        }
        truncate(offset(point));
        end = ending;
    }

    /**
     * Sends what is before the chunk at the point, then the chunk made for that place, and ends as it should be. What
     * would come after a chunk that nothing can follow comes before it.
     */
    void replaceRest(Point point, IntFunction<Bytes> last) {
        int chunk = chunk(point);
        int before = offset(point) >= size ? response.chunks().size() : chunk;
        boolean isClosed = before > 0
                && response.format().closes(response.chunks().get(before - 1).bytes());
        before -= isClosed ? 1 : 0;
        long offset = offset(new Point.AfterChunks(before));
        truncate(offset);
        parts.add(new Part(chunk, offset, false, last.apply(before), endDue));
        end = Step.End::new;
    }

    private void truncate(long offset) {
        split(offset);
        parts.stream()
                .filter(part -> part.from() >= offset)
                .mapToLong(Part::due)
                .findFirst()
                .ifPresent(due -> endDue = due);
        parts.removeIf(part -> part.from() >= offset);
    }

    private void split(long offset) {
        List<Part> all = new ArrayList<>();
        for (Part part : parts) {
            Bytes bytes = part.bytes();
            long within = offset - part.from();
            if (part.isOriginal() && within > 0 && within < bytes.size()) {
                int cut = (int) within;
                all.add(new Part(part.chunk(), part.from(), true, bytes.slice(0, cut), part.due()));
                all.add(new Part(part.chunk(), offset, true, bytes.slice(cut, bytes.size()), part.due()));
            } else {
                all.add(part);
            }
        }
        parts = all;
    }

    /** Delays everything after the point. */
    void delay(Point point, long nanos) {
        long offset = offset(point);
        split(offset);
        if (point.isBeforeHead()) {
            headDue += nanos;
        }
        endDue += nanos;
        parts.replaceAll(part -> part.from() < offset ? part : part.due(part.due() + nanos));
    }

    /** Delays the head; everything that is due before it waits for it. */
    void delayHead(long nanos) {
        headDue += nanos;
        endDue = Math.max(endDue, headDue);
        parts.replaceAll(part -> part.due(Math.max(part.due(), headDue)));
    }

    /** Puts others in the place of the chunk at the point. */
    void replace(Point point, Change change) {
        int chunk = chunk(point);
        List<Part> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            boolean isLastOfChunk = i + 1 == parts.size() || parts.get(i + 1).chunk() != part.chunk();
            if (part.chunk() != chunk || !isLastOfChunk) {
                all.add(part);
                continue;
            }
            List<Bytes> changed = change.of(part.bytes(), chunk);
            for (int k = 0; k < changed.size(); k++) {
                boolean isOriginal = k == changed.size() - 1 && changed.get(k).equals(part.bytes());
                all.add(new Part(chunk, part.from(), isOriginal && part.isOriginal(), changed.get(k), part.due()));
            }
        }
        parts = all;
    }

    void dropEndMark() {
        parts.removeIf(
                part -> family.isLast(response.format(), response.chunks().get(part.chunk())));
    }

    void recut(UnaryOperator<List<Part>> cutting) {
        parts = new ArrayList<>(cutting.apply(parts));
        if (!parts.isEmpty()) {
            endDue = Math.max(endDue, parts.get(parts.size() - 1).due());
        }
    }

    Script script(String mark) {
        List<Step> steps = new ArrayList<>();
        if (hasHead) {
            String value = Script.printable(mark);
            steps.add(
                    new Step.Head(headDue, response.status(), response.headers().plus(Script.HEADER, value), length()));
            parts.stream()
                    .filter(part -> !part.bytes().isEmpty())
                    .forEach(part -> steps.add(new Step.Send(part.due(), part.bytes())));
        }
        steps.add(end.apply(endDue));
        return new Script(steps, mark);
    }

    /** What a body that does not end as it should announces is never reached. */
    private OptionalLong length() {
        if (response.isStream()) {
            return OptionalLong.empty();
        }
        long sent = parts.stream().mapToLong(part -> part.bytes().size()).sum();
        return OptionalLong.of(end.apply(0) instanceof Step.End ? sent : Math.max(size, sent + 1));
    }
}
