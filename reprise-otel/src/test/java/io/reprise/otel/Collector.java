package io.reprise.otel;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** Receives OTLP over HTTP, and reads of it what tests look at: the fields of opentelemetry-proto 1.x by their numbers. */
final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Span> spans = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> metrics = new LinkedBlockingQueue<>();

    /** @param kind 2 for the span of a server, 3 for that of a client */
    record Span(
            String traceId, String spanId, String parentId, String name, int kind, Map<String, String> attributes) {}

    Collector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if ("gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding"))) {
                body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            }
            if (exchange.getRequestURI().getPath().equals("/v1/traces")) {
                each(body, 1, resource -> each(resource, 2, scope -> each(scope, 2, span -> spans.add(span(span)))));
            } else {
                each(
                        body,
                        1,
                        resource -> each(
                                resource,
                                2,
                                scope -> each(scope, 2, metric -> each(metric, 1, name -> metrics.add(text(name))))));
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All spans until the one of this kind has come. */
    List<Span> spansUntil(int kind) throws InterruptedException {
        List<Span> all = new ArrayList<>();
        while (true) {
            Span next = spans.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no span of kind " + kind + " among " + all);
            }
            all.add(next);
            if (next.kind() == kind) {
                return all;
            }
        }
    }

    /** The names of all that has come so far. */
    List<String> metrics() {
        return List.copyOf(metrics);
    }

    private static Span span(byte[] span) {
        Map<String, String> attributes = new TreeMap<>();
        each(span, 9, pair -> attributes.put(text(first(pair, 1)), value(first(pair, 2))));
        HexFormat hex = HexFormat.of();
        return new Span(
                hex.formatHex(first(span, 1)),
                hex.formatHex(first(span, 2)),
                hex.formatHex(first(span, 4)),
                text(first(span, 5)),
                first(span, 6)[0],
                attributes);
    }

    private static String value(byte[] value) {
        List<String> found = new ArrayList<>();
        each(value, 1, text -> found.add(text(text)));
        each(
                value,
                3,
                number -> found.add(String.valueOf(
                        ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN).getLong())));
        each(value, 5, array -> {
            List<String> values = new ArrayList<>();
            each(array, 1, one -> values.add(value(one)));
            found.add(values.toString());
        });
        return String.join("", found);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] first(byte[] message, int field) {
        List<byte[]> found = new ArrayList<>();
        each(message, field, found::add);
        return found.isEmpty() ? new byte[1] : found.get(0);
    }

    private interface Visitor {
        void see(byte[] value);
    }

    /** Numbers come as eight bytes, least first. */
    private static void each(byte[] message, int field, Visitor visitor) {
        ByteBuffer in = ByteBuffer.wrap(message);
        while (in.hasRemaining()) {
            long tag = number(in);
            byte[] value = switch ((int) (tag & 7)) {
                case 0 ->
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(number(in))
                            .array();
                case 1 -> take(in, 8);
                case 2 -> take(in, (int) number(in));
                case 5 -> take(in, 4);
                default -> throw new IllegalArgumentException("wire type of tag " + tag);
            };
            if (tag >> 3 == field) {
                visitor.see(value);
            }
        }
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    private static long number(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
