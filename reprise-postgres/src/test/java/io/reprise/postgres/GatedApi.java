package io.reprise.postgres;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** An upstream that counts its calls, and sends each event of an answer only when it is let. */
final class GatedApi implements AutoCloseable {
    static final int EVENTS = 3;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger calls = new AtomicInteger();
    private final Semaphore permits = new Semaphore(0);
    private volatile int status = 200;
    private volatile boolean isBroken;
    private volatile boolean isCoded;

    GatedApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    int calls() {
        return calls.get();
    }

    /** Lets so many steps happen: the head of an answer is one, and each event. */
    void let(int steps) {
        permits.release(steps);
    }

    void letAll() {
        permits.release(1_000_000);
    }

    void answerWith(int other) {
        status = other;
    }

    /** From now on answers break off before their last event. */
    void breakOff() {
        isBroken = true;
    }

    /** From now on answers have the content coding gzip. */
    void code() {
        isCoded = true;
    }

    /** The event as clients see it. */
    static String event(int call, int number) {
        boolean isLast = number == EVENTS;
        String delta = "{\"content\":\"call " + call + " event " + number + "\"}";
        return "data: {\"id\":\"c" + call
                + "\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":"
                + delta + ",\"finish_reason\":" + (isLast ? "\"stop\"" : "null") + "}]}\n\n"
                + (isLast ? "data: [DONE]\n\n" : "");
    }

    /** All of an answer. */
    static String whole(int call) {
        StringBuilder all = new StringBuilder();
        for (int number = 1; number <= EVENTS; number++) {
            all.append(event(call, number));
        }
        return all.toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        int call = calls.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        permits.acquireUninterruptibly();
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.getResponseHeaders().set("x-call", "call " + call);
        if (isCoded) {
            exchange.getResponseHeaders().set("content-encoding", "gzip");
        }
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().flush();
        OutputStream out =
                isCoded ? new GZIPOutputStream(exchange.getResponseBody(), true) : exchange.getResponseBody();
        out.flush();
        for (int number = 1; number <= EVENTS; number++) {
            permits.acquireUninterruptibly();
            if (isBroken && number == EVENTS) {
                throw new IOException("broken off");
            }
            out.write(event(call, number).getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        out.close();
    }

    @Override
    public void close() {
        letAll();
        server.stop(0);
        threads.shutdownNow();
    }
}
