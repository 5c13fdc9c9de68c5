package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong on purpose with the messages of one replayed conversation, whose chunks they are. Is told of each message of the
 * upstream in its order. Not thread-safe.
 */
public final class ConversationFaults {
    /** RFC 6455, 7.4.1: the server met with something unexpected. */
    private static final int UNEXPECTED = 1_011;

    private final List<Fault> waiting;
    private final Optional<FrameSizes> sizes;
    private final ApiFamily family;
    /** The bytes of all messages of the upstream that were recorded. */
    private final long size;

    private int messages;
    private long bytes;
    private boolean hasEnded;

    private ConversationFaults(List<Fault> faults, ApiFamily family, long size) {
        this.waiting = new ArrayList<>(faults);
        this.sizes =
                faults.stream().filter(Recut.class::isInstance).findFirst().map(fault -> new FrameSizes((Recut) fault));
        this.family = family;
        this.size = size;
    }

    /** @param recorded the conversation whose turn it is; a part such as {@code after=50%} is one of its bytes */
    public static ConversationFaults of(Faults faults, ApiFamily family, SocketConversation recorded) {
        long size = recorded.messages().stream()
                .filter(message -> message.from() == Sender.UPSTREAM)
                .mapToLong(message -> message.bytes().size())
                .sum();
        return new ConversationFaults(faults.all(), family, size);
    }

    /** How much later the handshake is answered. */
    public Duration delay() {
        return waiting.stream()
                .filter(fault -> fault.reach() == Fault.Reach.BEFORE)
                .map(Fault::delay)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** What is sent in the place of the next message; nothing after an end. */
    public List<ConversationStep> next(SocketMessage message) {
        List<ConversationStep> steps = new ArrayList<>();
        List<SocketMessage> sent = new ArrayList<>(List.of(message));
        for (Fault fault : List.copyOf(waiting)) {
            if (!hasEnded && isDue(fault)) {
                waiting.remove(fault);
                happen(fault, steps, sent);
            }
        }
        if (!hasEnded) {
            sent.forEach(each -> steps.add(send(each)));
        }
        messages++;
        bytes += message.bytes().size();
        hasEnded |= steps.stream().anyMatch(ConversationStep::isEnd);
        return steps;
    }

    /** What happens before the recorded end, since a place beyond it counts as the end. */
    public List<ConversationStep> end() {
        List<ConversationStep> steps = new ArrayList<>();
        for (Fault fault : waiting) {
            if (!hasEnded && place(fault).isPresent()) {
                happen(fault, steps, new ArrayList<>());
            }
        }
        return steps;
    }

    private boolean isDue(Fault fault) {
        return place(fault).filter(this::isReached).isPresent();
    }

    private boolean isReached(Point place) {
        if (place instanceof Point.AfterChunks chunks) {
            return messages >= chunks.chunks();
        }
        if (place instanceof Point.AfterBytes after) {
            return bytes >= after.bytes();
        }
        return !(place instanceof Point.AfterPart part) || bytes >= Math.round(part.part() * size);
    }

    /** Where it happens; empty for what happens elsewhere or everywhere. */
    private static Optional<Point> place(Fault fault) {
        if (fault.reach() != Fault.Reach.WITHIN) {
            return Optional.empty();
        }
        if (fault instanceof Fault.ErrorEvent error) {
            return Optional.of(error.at());
        }
        if (fault instanceof Fault.Cut cut) {
            return Optional.of(cut.at());
        }
        if (fault instanceof Fault.Reset reset) {
            return Optional.of(reset.at());
        }
        if (fault instanceof Fault.Stall stall) {
            return Optional.of(stall.at());
        }
        if (fault instanceof Fault.Malformed malformed) {
            return Optional.of(malformed.at());
        }
        if (fault instanceof Fault.Empty empty) {
            return Optional.of(empty.at());
        }
        return fault instanceof Fault.Duplicate duplicate ? Optional.of(duplicate.at()) : Optional.empty();
    }

    /** @param sent the message at the place, and what stands for it; empty at the end of the conversation */
    private void happen(Fault fault, List<ConversationStep> steps, List<SocketMessage> sent) {
        if (fault instanceof Fault.ErrorEvent error) {
            fail(error, steps);
        } else if (fault instanceof Fault.Cut) {
            end(steps, new ConversationStep.Cut());
        } else if (fault instanceof Fault.Reset) {
            end(steps, new ConversationStep.Reset());
        } else if (fault instanceof Fault.Stall stall && stall.time().isPresent()) {
            steps.add(new ConversationStep.Wait(stall.time().get().toNanos()));
        } else if (fault instanceof Fault.Stall) {
            end(steps, new ConversationStep.Hang());
        } else if (!sent.isEmpty()) {
            change(fault, sent);
        }
    }

    private static void change(Fault fault, List<SocketMessage> sent) {
        SocketMessage message = sent.get(sent.size() - 1);
        if (fault instanceof Fault.Malformed) {
            sent.set(sent.size() - 1, with(message, TornJson.of(message.bytes())));
        } else if (fault instanceof Fault.Empty) {
            sent.add(0, with(message, Bytes.EMPTY));
        } else if (fault instanceof Fault.Duplicate) {
            sent.add(message);
        }
    }

    private static SocketMessage with(SocketMessage message, Bytes bytes) {
        return new SocketMessage(message.at(), message.from(), message.isBinary(), bytes);
    }

    private void fail(Fault.ErrorEvent error, List<ConversationStep> steps) {
        String message = error.message().orElse("the server had an error with status " + error.status());
        Json body =
                family.refusal(error.refused(Optional.empty(), Instant.EPOCH)).body();
        Bytes text = Bytes.utf8(family.sockets().error(body).write(Layout.COMPACT));
        steps.add(send(SocketMessage.text(0, Sender.UPSTREAM, text.toString())));
        end(steps, new ConversationStep.Close(UNEXPECTED, message));
    }

    private void end(List<ConversationStep> steps, ConversationStep last) {
        steps.add(last);
        hasEnded = true;
    }

    private ConversationStep.Send send(SocketMessage message) {
        return sizes.map(its -> new ConversationStep.Send(message.isBinary(), its.cut(message.bytes()), its.gapNanos()))
                .orElseGet(() -> new ConversationStep.Send(message.isBinary(), List.of(message.bytes()), 0));
    }
}
