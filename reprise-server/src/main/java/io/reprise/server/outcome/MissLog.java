package io.reprise.server.outcome;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.Miss;
import io.reprise.core.explain.MissCause;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.core.key.Question;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The latest misses, as people are told of them: the requests themselves may be large. */
public final class MissLog {
    /** Of the answer to a miss; its value is the key of the question. */
    public static final String HEADER = "x-reprise-miss";

    private static final int MAX_REMEMBERED = 1_000;

    /** Of their texts together, in characters. */
    private static final long MAX_SIZE = 4 << 20;

    private final Deque<Entry> latest = new ArrayDeque<>();
    private final Map<MissCause, LongAdder> causes = new ConcurrentHashMap<>();
    private long size;
    private long count;

    /** Of the requests that are remembered to try rules on them. */
    private static final long MOST_REQUEST_BYTES = 4 << 20;

    /** A request that had no recording. */
    public record Missed(Request request, TestId test) {
        private long size() {
            return 1_000L
                    + request.path().length()
                    + request.query().length()
                    + request.body().size();
        }
    }

    private final Map<String, Missed> requests = new LinkedHashMap<>();
    private long requestBytes;

    private record Entry(Json miss, int size) {}

    /** @return its id, by which a row of requests and {@link #latest} name it */
    public String add(Miss miss, Question question) {
        causes.computeIfAbsent(miss.cause(), first -> new LongAdder()).increment();
        Json json = miss.toJson();
        int size = json.write(Layout.COMPACT).length();
        return add(json, size, Instant.now(), new Missed(question.request(), question.test()));
    }

    private synchronized String add(Json miss, int itsSize, Instant at, Missed missed) {
        String id = String.valueOf(++count);
        JsonObjectBuilder members = new JsonObjectBuilder()
                .with("id", id)
                .with("at", at.truncatedTo(ChronoUnit.MILLIS).toString());
        miss.members().forEach(member -> members.with(member.name(), member.value()));
        add(new Entry(members.done(), itsSize));
        remember(id, missed);
        return id;
    }

    private void remember(String id, Missed missed) {
        requests.put(id, missed);
        requestBytes += missed.size();
        Iterator<Missed> oldest = requests.values().iterator();
        while (requestBytes > MOST_REQUEST_BYTES && oldest.hasNext()) {
            requestBytes -= oldest.next().size();
            oldest.remove();
        }
    }

    /** The request of a miss; empty where too many came after it. */
    public synchronized Optional<Missed> missed(String id) {
        return Optional.ofNullable(requests.get(id));
    }

    /** A miss by its id; empty where too many came after it. */
    public synchronized Optional<Json> miss(String id) {
        for (Iterator<Entry> newestFirst = latest.descendingIterator(); newestFirst.hasNext(); ) {
            Json miss = newestFirst.next().miss();
            if (miss.text("id").equals(id)) {
                return Optional.of(miss);
            }
        }
        return Optional.empty();
    }

    private void add(Entry entry) {
        latest.addLast(entry);
        size += entry.size();
        while (latest.size() > MAX_REMEMBERED || size > MAX_SIZE && latest.size() > 1) {
            size -= latest.removeFirst().size();
        }
    }

    /** How many there were of this cause, those included that are forgotten. */
    public long count(MissCause cause) {
        LongAdder count = causes.get(cause);
        return count == null ? 0 : count.sum();
    }

    /** Oldest first; at most 1,000, and fewer if they are large. */
    public synchronized List<Json> latest() {
        return latest.stream().map(Entry::miss).toList();
    }
}
