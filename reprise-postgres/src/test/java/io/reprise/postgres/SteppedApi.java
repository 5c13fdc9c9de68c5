package io.reprise.postgres;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An upstream that knows who asks it what and when, and of which each call goes on, or breaks off, when it is told to. */
final class SteppedApi implements AutoCloseable {
    private static final int EVENTS = 4;
    private static final Pattern ASKER = Pattern.compile("/server-([0-9]+)/.*");
    private static final Pattern QUESTION = Pattern.compile("\"content\":\"([^\"]*)\"");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicLong time;
    private final Semaphore news;
    private volatile boolean isFree;

    /** One call, with times as the test counts them. */
    static final class Call {
        private final int number;
        private final int asker;
        private final String question;
        private final long begun;
        private final Semaphore steps = new Semaphore(0);
        private volatile long ended = Long.MAX_VALUE;
        private volatile boolean isBroken;

        private Call(int number, int asker, String question, long begun) {
            this.number = number;
            this.asker = asker;
            this.question = question;
            this.begun = begun;
        }

        int number() {
            return number;
        }

        /** The number of the server that asks. */
        int asker() {
            return asker;
        }

        String question() {
            return question;
        }

        long begun() {
            return begun;
        }

        long ended() {
            return ended;
        }

        void step() {
            steps.release();
        }

        /** Lets all of it happen. */
        void finish() {
            steps.release(EVENTS + 1);
        }

        void breakOff() {
            isBroken = true;
            steps.release();
        }

        String firstEvent() {
            return event(1);
        }

        String whole() {
            StringBuilder all = new StringBuilder();
            for (int event = 1; event <= EVENTS; event++) {
                all.append(event(event));
            }
            return all.toString();
        }

        private String event(int event) {
            boolean isLast = event == EVENTS;
            return "data: {\"id\":\"c" + number
                    + "\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                    + question + ": call " + number + " event " + event + "\"},\"finish_reason\":"
                    + (isLast ? "\"stop\"" : "null") + "}]}\n\n" + (isLast ? "data: [DONE]\n\n" : "");
        }
    }

    /**
     * @param time counts what happens
     * @param news gets a permit when a call begins or ends
     */
    SteppedApi(AtomicLong time, Semaphore news) throws IOException {
        this.time = time;
        this.news = news;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** The URL for the server of that number. */
    String url(int asker) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/server-" + asker + "/v1";
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<Call> open() {
        return calls.stream().filter(call -> call.ended() == Long.MAX_VALUE).toList();
    }

    /** From now on no call waits. */
    void free() {
        isFree = true;
        calls.forEach(call -> call.steps.release(EVENTS));
    }

    private synchronized Call begin(int asker, String question) {
        Call call = new Call(calls.size() + 1, asker, question, time.incrementAndGet());
        calls.add(call);
        return call;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher asker = ASKER.matcher(exchange.getRequestURI().getPath());
        Matcher question = QUESTION.matcher(body);
        if (!asker.matches() || !question.find()) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        Call call = begin(Integer.parseInt(asker.group(1)), question.group(1));
        news.release();
        try {
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            await(call);
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            for (int event = 1; event <= EVENTS; event++) {
                await(call);
                if (event == EVENTS) {
                    call.ended = time.incrementAndGet(); // before anybody can know
                }
                out.write(call.event(event).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            out.close();
        } finally {
            if (call.ended == Long.MAX_VALUE) {
                call.ended = time.incrementAndGet();
            }
            news.release();
        }
    }

    private void await(Call call) throws IOException {
        if (!isFree) {
            call.steps.acquireUninterruptibly();
        }
        if (call.isBroken) {
            call.ended = time.incrementAndGet();
            throw new IOException("broken off");
        }
    }

    @Override
    public void close() {
        free();
        server.stop(0);
        threads.shutdownNow();
    }
}
