package io.reprise.cli.transfer;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.CredentialFinding;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Recording;
import io.reprise.formats.Found;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is to become of something that was found: an answer that may be written, or a reason why not. */
sealed interface FoundAnswer {
    /** Searched for credentials, with its question under the rules. */
    record Clean(String origin, Question question, String upstream, Exchange exchange, Optional<LocalDate> day)
            implements FoundAnswer {}

    record LeftOut(String reason) implements FoundAnswer {}

    record Failed(String reason) implements FoundAnswer {}

    /**
     * How things that were found are looked at.
     *
     * @param test of all recordings; empty if they keep their own tests
     */
    record Check(KeyRules rules, Redaction redaction, Optional<TestId> test) {
        FoundAnswer of(Found found) {
            if (found instanceof Found.LeftOut left) {
                return new LeftOut(left.reason());
            }
            if (found instanceof Found.Unreadable unreadable) {
                return new Failed(unreadable.reason());
            }
            Recording recording = ((Found.Converted) found).recording();
            TestId named = test.orElse(recording.test());
            if (!redaction.words().isClean(named.name()) || !redaction.words().isClean(recording.upstream())) {
                return new Failed("the name of its test or upstream seems to be a credential; --test names another");
            }
            Redaction.Outcome outcome = redaction.apply(recording.exchange(), rules::kept);
            if (outcome instanceof Redaction.Outcome.Refused refused) {
                return new Failed("it seems to contain a credential: "
                        + refused.findings().stream()
                                .map(CredentialFinding::toString)
                                .collect(Collectors.joining(", "))
                        + "; 'redact: mask' in reprise.yaml masks it");
            }
            if (outcome instanceof Redaction.Outcome.Unreadable unreadable) {
                return new Failed("it cannot be searched for credentials: " + unreadable.reason());
            }
            Exchange exchange = ((Redaction.Outcome.Clean) outcome).exchange();
            Question question = rules.question(exchange.request(), named);
            return new Clean(found.origin(), question, recording.upstream(), exchange, recording.recordedOn());
        }
    }
}
