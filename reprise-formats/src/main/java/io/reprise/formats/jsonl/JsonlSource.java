package io.reprise.formats.jsonl;

import io.reprise.core.store.OrderedWork;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.Found;
import io.reprise.formats.Source;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

/** The lines of files, in their order. All files are read twice, since the answers of a batch may come before its requests. */
final class JsonlSource implements Source {
    /** Larger lines are read alone, so that there are never many of them in memory. In bytes. */
    private static final long LARGE = 1 << 20;

    private final List<LogFile> files;

    JsonlSource(List<LogFile> files) {
        this.files = List.copyOf(files);
    }

    @Override
    public int files() {
        return files.size();
    }

    @Override
    public void forEach(Consumer<Found> visitor) {
        BatchRequests requests = new BatchRequests();
        files.forEach(requests::addAll);
        files.forEach(file -> new Reading(file, requests, visitor).read());
        requests.unanswered(visitor);
    }

    /** Goes through a file once. The lines are read by several threads, and visited by the calling one. */
    private static final class Reading {
        private final LogFile file;
        private final BatchRequests requests;
        private final Consumer<Found> visitor;
        private final OrderedWork work = new OrderedWork(ForkJoinPool.commonPool());
        private boolean isEmpty = true;
        private boolean isNamed;

        Reading(LogFile file, BatchRequests requests, Consumer<Found> visitor) {
            this.file = file;
            this.requests = requests;
            this.visitor = visitor;
        }

        void read() {
            try (Lines lines = file.lines()) {
                for (Optional<Lines.Line> next = lines.next(); next.isPresent(); next = lines.next()) {
                    LogLine line = new LogLine(file, next.get());
                    if (!line.isBlank()) {
                        requireWhole(line);
                        read(line);
                    }
                }
                work.finish();
            } catch (IOException broken) {
                work.finish();
                visit(new Found.Unreadable(file.origin(), "it cannot be read: " + FileFailures.unreadable(broken)));
            }
            if (!isNamed) {
                visit(new Found.LeftOut(
                        file.origin(),
                        isEmpty
                                ? "it is empty"
                                : "it has the requests of a batch, which are imported with their answers"));
            }
        }

        private void requireWhole(LogLine line) throws IOException {
            if (isEmpty && line.isBeginningOfText()) {
                throw new IOException(
                        "its first line is not a whole object; such a file has an object of JSON on each line");
            }
            isEmpty = false;
        }

        private void read(LogLine line) {
            if (line.line().size() > LARGE) {
                work.finish();
                line.found(requests).forEach(this::visit);
                return;
            }
            work.add(() -> {
                List<Found> found = line.found(requests);
                return () -> found.forEach(this::visit);
            });
        }

        private void visit(Found found) {
            isNamed = true;
            visitor.accept(found);
        }
    }
}
